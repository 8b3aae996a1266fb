"""The hour of religion: three rolls, and who may sign for which (L4)."""

from typing import Any

import pytest
from sqlalchemy import select

from registro_core.api import ReligionChoice, RosterRow
from registro_core.testing import TestSchool
from registro_lessons.models import Lesson, RollPart, SignatureKind
from registro_lessons.services.entries import Quality, RefusedError
from registro_lessons.services.parts import split
from registro_lessons.services.scheduled import scheduled_lessons


def student(number: int, choice: ReligionChoice) -> RosterRow:
    return RosterRow(number, "Rossi", str(number), None, choice)


def test_l4_the_class_splits_into_three_rolls() -> None:
    rolls = split([student(n, choice) for n, choice in enumerate(ReligionChoice)])
    choices = {part: [s.religion.value for s in students] for part, students in rolls.items()}
    assert choices == {
        RollPart.RELIGION: ["S"],
        RollPart.ALTERNATIVE: ["A"],
        RollPart.OTHERS: ["U", "I", "D"],
    }


def test_l4_the_lesson_of_religion_is_for_who_attends(school: TestSchool, desk: Any) -> None:
    with school.session() as session:
        lesson = desk.sign(session, "religione", "1A", 4, desk.own("REL"))[0]
        assert lesson.part is RollPart.RELIGION


def test_l4_the_form_cannot_choose_the_share_of_a_subject(school: TestSchool, desk: Any) -> None:
    quality = Quality(SignatureKind.CURRICULAR, school.subjects["REL"], RollPart.WHOLE)
    with school.session() as session:
        assert desk.sign(session, "religione", "1A", 4, quality)[0].part is RollPart.RELIGION


def test_l4_three_lessons_in_one_hour(school: TestSchool, desk: Any) -> None:
    with school.session() as session:
        desk.sign(session, "religione", "1A", 4, desk.own("REL"), topic="La Bibbia")
        desk.sign(session, "docente", "1A", 4, desk.supply(part=RollPart.ALTERNATIVE))
        desk.sign(session, "estraneo", "1A", 4, desk.supply(part=RollPart.OTHERS))
        parts = session.scalars(select(Lesson.part).order_by(Lesson.id)).all()
    assert parts == [RollPart.RELIGION, RollPart.ALTERNATIVE, RollPart.OTHERS]


@pytest.mark.parametrize("kind", [SignatureKind.CURRICULAR, SignatureKind.CO_TEACHING])
def test_l4_with_the_third_group_only_supply(
    school: TestSchool, desk: Any, kind: SignatureKind
) -> None:
    quality = Quality(kind, school.subjects["MAT"], RollPart.OTHERS)
    with school.session() as session, pytest.raises(RefusedError, match="supplenza"):
        desk.sign(session, "docente", "1A", 4, quality)


def test_l4_the_page_shows_the_rolls(school: TestSchool, timetable: int) -> None:
    page = school.as_("religione").get(f"/classes/{school.classes['1A']}/lessons/2026-11-24/4")
    assert "Abate Anna, De Luca Dario" in page
    assert "Conti Carla" in page
    assert "Bianchi Bruno" in page


def test_l4_the_page_offers_supply_by_share(
    school: TestSchool, timetable: int, form_of: Any
) -> None:
    page = school.as_("docente").get(f"/classes/{school.classes['1A']}/lessons/2026-11-24/4")
    values = [option[0] for option in form_of(page)["lessons-sign"].options]
    assert "substitution:others" in values
    assert "substitution:whole" not in values
    assert "co-teaching:others" not in values


def test_l4_the_plan_says_for_whom_a_lesson_is(
    school: TestSchool, timetable: int, desk: Any
) -> None:
    with school.session() as session:
        day = desk.today
        found = scheduled_lessons(session, [school.classes["1A"]], day, day)
    religion = {x.ref.slot: x.religion for x in found}
    assert religion[4] == {ReligionChoice.ATTENDS}
    assert religion[2] == frozenset()


def test_l4_who_has_not_signed_reads_what_the_shares_did(
    school: TestSchool, timetable: int, desk: Any
) -> None:
    with school.session() as session:
        desk.sign(session, "religione", "1A", 4, desk.own("REL"), topic="La Bibbia")
    page = school.as_("docente").get(f"/classes/{school.classes['1A']}/lessons/2026-11-24/4")
    assert "La Bibbia" in page
