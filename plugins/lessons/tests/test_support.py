"""The support teacher's own entry, bound to one student and kept apart (L3)."""

from typing import Any

import pytest
from sqlalchemy import select

from registro_core.testing import TestSchool
from registro_lessons.models import Lesson, Signature
from registro_lessons.services.entries import RefusedError

SECRET = "Mappa sui verbi per Dario"


def sign_both(school: TestSchool, desk: Any) -> None:
    with school.session() as session:
        desk.sign(session, "sostegno", "1A", 2, desk.support(), topic=SECRET)
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"), topic="Frazioni")


def test_l3_the_own_text_stays_out_of_the_class_register(school: TestSchool, desk: Any) -> None:
    sign_both(school, desk)
    with school.session() as session:
        lesson = session.scalars(select(Lesson)).one()
        own = session.scalars(select(Signature).where(Signature.student_id.is_not(None))).one()
        assert (lesson.topic, lesson.subject_id) == ("Frazioni", school.subjects["MAT"])
        assert (own.topic, own.student_id) == (SECRET, school.people["dario"])


def test_l3_an_hour_of_support_alone_has_no_subject(school: TestSchool, desk: Any) -> None:
    with school.session() as session:
        lesson = desk.sign(session, "sostegno", "1A", 2, desk.support(), topic=SECRET)[0]
        assert (lesson.topic, lesson.subject_id) == (None, None)


@pytest.mark.parametrize("student", ["anna", "luca"])
def test_l3_only_for_the_student_one_supports(school: TestSchool, desk: Any, student: str) -> None:
    with school.session() as session, pytest.raises(RefusedError):
        desk.sign(session, "sostegno", "1A", 2, desk.support(student))


def test_l3_only_support_teachers(school: TestSchool, desk: Any) -> None:
    with school.session() as session, pytest.raises(RefusedError):
        desk.sign(session, "docente", "1A", 2, desk.support())


def test_l3_the_page_proposes_support(
    school: TestSchool, timetable: int, desk: Any, form_of: Any
) -> None:
    address = f"/classes/{school.classes['1A']}/lessons/2026-11-24/2"
    form = form_of(school.as_("sostegno").get(address))
    assert form["lessons-sign"].value == f"support:{school.people['dario']}"
    form["lessons-topic"] = SECRET
    form.submit().follow()
    again = form_of(school.as_("sostegno").get(address))
    assert again["lessons-topic"].value == SECRET


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("docente", "/classes/{1A}/lessons/2026-11-24/2"),
        ("docente", "/classes/{1A}/register"),
        ("coordinatore", "/classes/{1A}/register?view=week"),
        ("dirigente", "/classes/{1A}/lessons/2026-11-24/2"),
        ("mamma", "/"),
        ("mamma", "/students/{anna}/lessons"),
        ("anna", "/"),
        ("dario", "/"),
        ("dario", "/students/{dario}/lessons"),
        ("docente", "/teachers/{docente}/journal"),
        ("docente", "/classes/{1A}/lessons/2026-11-24/2/history"),
    ],
)
def test_l3_nobody_else_reads_it(school: TestSchool, desk: Any, who: str, path: str) -> None:
    sign_both(school, desk)
    page = school.as_(who).get(path.format(**school.classes, **school.people))
    assert "Mappa" not in page


@pytest.mark.parametrize("who", ["sostegno", "coordinatore", "dirigente", "vicario"])
def test_l3_the_register_of_support_is_read_by(school: TestSchool, desk: Any, who: str) -> None:
    sign_both(school, desk)
    path = f"/students/{school.people['dario']}/support-register"
    assert SECRET in school.as_(who).get(path)


@pytest.mark.parametrize(
    ("who", "status"),
    [("dario", 403), ("docente", 403), ("segreteria", 403), ("mamma", 404), ("anna", 404)],
)
def test_l3_and_by_nobody_else(school: TestSchool, desk: Any, who: str, status: int) -> None:
    path = f"/students/{school.people['dario']}/support-register"
    school.as_(who).get(path, status=status)


def test_l3_the_own_journal_holds_the_own_text(school: TestSchool, desk: Any) -> None:
    sign_both(school, desk)
    assert SECRET in school.as_("sostegno").get(f"/teachers/{school.people['sostegno']}/journal")
