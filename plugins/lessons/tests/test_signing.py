"""Signing: one per teacher and hour, own rights, honest times (L1, L2, L6, L8, A9)."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from registro_core.api import Actor, Conflict, Teaching, TeachingKind
from registro_core.testing import TestSchool
from registro_lessons.models import Lesson, Signature, SignatureKind
from registro_lessons.services.entries import Quality, RefusedError
from registro_lessons.services.withdrawing import withdraw

Signed = Callable[[], list[tuple[str, int, str]]]


def log(session: Session) -> list[tuple[str, Any, Any, str | None]]:
    rows = session.execute(
        text(
            "SELECT act, before, after, reason FROM audit_entry JOIN audit_values USING (seq) "
            "WHERE act LIKE 'lessons.%' ORDER BY seq"
        )
    )
    plain = lambda value: json.loads(value) if isinstance(value, str) else value  # noqa: E731
    return [(row.act, plain(row.before), plain(row.after), row.reason) for row in rows]


def test_l1_signing_creates_the_lesson_with_an_honest_time(school: TestSchool, desk: Any) -> None:
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"), topic="Equazioni")
    with school.session() as session:
        lesson = session.scalars(select(Lesson)).one()
        signature = session.scalars(select(Signature)).one()
        assert (lesson.topic, lesson.subject_id) == ("Equazioni", school.subjects["MAT"])
        assert signature.signed_at == school.clock.now
        assert log(session)[0][0] == "lessons.lesson.signed"


def test_l1_one_signature_per_teacher_and_hour(school: TestSchool, desk: Any) -> None:
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"))
        with pytest.raises(RefusedError) as refused:
            desk.sign(session, "docente", "2A", 2, desk.own("MAT"))
    assert refused.value.message.mapping == {"slot": 2, "place": "1A"}


def test_l1_the_database_refuses_a_second_signature_too(school: TestSchool, desk: Any) -> None:
    with school.session() as session:
        lesson = desk.sign(session, "docente", "1A", 2, desk.own("MAT"))[0]
        values = {
            "lesson_id": lesson.id,
            "teacher_id": school.people["docente"],
            "day": desk.today,
            "slot": 2,
            "kind": SignatureKind.CURRICULAR,
            "signed_at": school.clock.now,
        }
        with pytest.raises(Exception, match=r"(?i)unique"), session.begin_nested():
            session.execute(Signature.__table__.insert(), [values])


@pytest.mark.parametrize("order", [("docente", "coordinatore"), ("coordinatore", "docente")])
def test_l1_the_order_of_signers_does_not_matter(
    school: TestSchool, desk: Any, order: tuple[str, str], timetable: int, signed: Signed
) -> None:
    subject = {"docente": "MAT", "coordinatore": "ITA"}
    with school.session() as session:
        for teacher in order:
            desk.sign(session, teacher, "1A", 2, desk.own(subject[teacher]))
    assert sorted(signed()) == [("coordinatore", 2, "curricular"), ("docente", 2, "curricular")]
    with school.session() as session:
        lesson = session.scalars(select(Lesson)).one()
        assert lesson.subject_id == school.subjects["MAT"], "the planned one"


def test_l1_several_hours_in_one_go(school: TestSchool, desk: Any, signed: Signed) -> None:
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"), topic="Frazioni", hours=2)
    assert signed() == [("docente", 2, "curricular"), ("docente", 3, "curricular")]
    with school.session() as session:
        assert list(session.scalars(select(Lesson.topic))) == ["Frazioni", "Frazioni"]


def test_l1_signing_again_changes_ones_own_entry(
    school: TestSchool, desk: Any, signed: Signed
) -> None:
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"), topic="Frazioni")
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"), topic="Potenze", seen=1)
    assert signed() == [("docente", 2, "curricular")]
    with school.session() as session:
        act, before, after, _ = log(session)[-1]
        assert (act, before["topic"], after["topic"]) == (
            "lessons.lesson.changed",
            "Frazioni",
            "Potenze",
        )


def test_l8_the_log_keeps_the_text_that_a_colleague_wrote_over(
    school: TestSchool, desk: Any
) -> None:
    together = Quality(SignatureKind.CO_TEACHING)
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"), topic="Frazioni")
        desk.sign(session, "coordinatore", "1A", 2, together, topic="Potenze", seen=1)
        _act, before, after, _reason = log(session)[-1]
    assert (before["topic"], after["topic"]) == ("Frazioni", "Potenze")


def test_l2_supply_in_any_class_gives_no_subject(school: TestSchool, desk: Any) -> None:
    with school.session() as session:
        desk.sign(session, "estraneo", "1A", 2, desk.supply("docente"))
    with school.session() as session:
        signature = session.scalars(select(Signature)).one()
        assert (signature.subject_id, signature.replaces_id) == (None, school.people["docente"])
        assert session.scalars(select(Lesson.subject_id)).one() is None


def test_l2_nobody_signs_a_subject_they_do_not_teach(school: TestSchool, desk: Any) -> None:
    with school.session() as session, pytest.raises(RefusedError, match="supplenza"):
        desk.sign(session, "estraneo", "1A", 2, desk.own("MAT"))


def test_l2_a_teacher_of_the_class_may_cover_with_the_own_subject(
    school: TestSchool, desk: Any, signed: Signed, timetable: int
) -> None:
    with school.session() as session:
        desk.sign(session, "coordinatore", "1A", 2, desk.own("ITA"))
    assert signed() == [("coordinatore", 2, "curricular")]


@pytest.mark.parametrize("replaced", ["estraneo", "anna", "docente"])
def test_l2_the_replaced_teacher_is_another_one_of_the_class(
    school: TestSchool, desk: Any, replaced: str
) -> None:
    with school.session() as session, pytest.raises(RefusedError) as refused:
        desk.sign(session, "docente", "1A", 1, desk.supply(replaced))
    assert refused.value.field == "replaces"


def test_a_co_teacher_joins_without_touching_the_text(
    school: TestSchool, desk: Any, signed: Signed
) -> None:
    together = Quality(SignatureKind.CO_TEACHING)
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"), topic="Frazioni")
        lesson = desk.sign(session, "coordinatore", "1A", 2, together)[0]
        assert (lesson.topic, lesson.subject_id) == ("Frazioni", school.subjects["MAT"])
    assert sorted(signed()) == [("coordinatore", 2, "co-teaching"), ("docente", 2, "curricular")]


def test_the_second_of_two_co_teachers_who_write_meets_a_conflict(
    school: TestSchool, desk: Any
) -> None:
    together = Quality(SignatureKind.CO_TEACHING)
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"), topic="Frazioni")
        with pytest.raises(Conflict):
            desk.sign(session, "coordinatore", "1A", 2, together, topic="Proporzioni")
        desk.sign(session, "coordinatore", "1A", 2, together, topic="Proporzioni", seen=1)


def test_l6_withdrawing_removes_only_the_own_signature(
    school: TestSchool, desk: Any, signed: Signed
) -> None:
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"), topic="Frazioni")
        desk.sign(session, "coordinatore", "1A", 2, desk.own("ITA"))
        person = school.people["docente"]
        withdraw(session, Actor(person), desk.ref("1A", 2), person, desk.rules())
    assert signed() == [("coordinatore", 2, "curricular")]
    with school.session() as session:
        lesson = session.scalars(select(Lesson)).one()
        assert (lesson.topic, lesson.subject_id) == ("Frazioni", school.subjects["ITA"])


def test_l6_with_the_last_signature_the_lesson_goes_and_the_log_keeps_it(
    school: TestSchool, desk: Any
) -> None:
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"), topic="Frazioni")
        person = school.people["docente"]
        withdraw(session, Actor(person), desk.ref("1A", 2), person, desk.rules())
    with school.session() as session:
        assert session.scalars(select(Lesson)).all() == []
        assert (log(session)[-1][0], log(session)[-1][1]["topic"]) == (
            "lessons.signature.withdrawn",
            "Frazioni",
        )


def test_l6_nobody_withdraws_what_they_did_not_sign(school: TestSchool, desk: Any) -> None:
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"))
        person = school.people["coordinatore"]
        with pytest.raises(RefusedError):
            withdraw(session, Actor(person), desk.ref("1A", 2), person, desk.rules())


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 25), "future"),
        (date(2026, 11, 22), "a Sunday"),
        (date(2026, 9, 1), "before the year"),
        (date(2027, 6, 9), "after the year"),
    ],
)
def test_a9_no_lesson_on_such_a_day(school: TestSchool, desk: Any, day: date, why: str) -> None:
    with school.session() as session, pytest.raises(RefusedError):
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"), day=day)


def test_a9_no_lesson_on_a_holiday(school: TestSchool, desk: Any) -> None:
    desk.today = date(2026, 12, 9)
    with school.session() as session, pytest.raises(RefusedError):
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"), day=date(2026, 12, 8))


def test_a9_no_lesson_in_an_hour_that_the_bells_do_not_have(school: TestSchool, desk: Any) -> None:
    with school.session() as session, pytest.raises(RefusedError):
        desk.sign(session, "docente", "1A", 5, desk.own("MAT"), hours=2)


def test_l8_after_a_day_a_change_needs_a_reason(school: TestSchool, desk: Any) -> None:
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"), topic="Frazioni")
    school.clock.set(datetime(2026, 11, 25, 8, 6, tzinfo=UTC))
    later = {"day": desk.today, "topic": "Potenze", "seen": 1}
    desk.today += timedelta(days=1)
    with school.session() as session:
        with pytest.raises(RefusedError) as refused:
            desk.sign(session, "docente", "1A", 2, desk.own("MAT"), **later)
        assert refused.value.field == "reason"
        own = desk.own("MAT")
        desk.sign(session, "docente", "1A", 2, own, **later, reason="Ora sbagliata")
    with school.session() as session:
        assert log(session)[-1][3] == "Ora sbagliata"


def test_l8_within_a_day_no_reason_is_asked(school: TestSchool, desk: Any) -> None:
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"), topic="Frazioni")
        school.clock.advance(hours=24)
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"), topic="Potenze", seen=1)


def test_l8_withdrawing_after_a_day_needs_a_reason(school: TestSchool, desk: Any) -> None:
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"))
        school.clock.advance(hours=25)
        person = school.people["docente"]
        with pytest.raises(RefusedError) as refused:
            withdraw(session, Actor(person), desk.ref("1A", 2), person, desk.rules())
        assert refused.value.field == "reason"
        withdraw(session, Actor(person), desk.ref("1A", 2), person, desk.rules(), "Errore")


def test_l2_a_long_supply_has_full_rights_on_its_days(school: TestSchool, desk: Any) -> None:
    with school.session() as session:
        session.add(
            Teaching(
                teacher_id=school.people["estraneo"],
                class_id=school.classes["1A"],
                subject_id=school.subjects["MAT"],
                kind=TeachingKind.CURRICULAR,
                replaces_id=school.people["docente"],
                starts_on=date(2026, 11, 20),
                ends_on=date(2026, 11, 30),
            )
        )
        session.flush()
        lesson = desk.sign(session, "estraneo", "1A", 2, desk.own("MAT"))[0]
        assert lesson.subject_id == school.subjects["MAT"]
        with pytest.raises(RefusedError):
            desk.sign(session, "estraneo", "1A", 2, desk.own("MAT"), day=date(2026, 11, 19))
