"""What is told to a person about themselves, and what is forgotten."""

from typing import Any

from sqlalchemy import select

from registro_core.testing import TestSchool
from registro_lessons.models import Signature
from registro_lessons.services.personal import erase_person, personal_data


def fill(school: TestSchool, desk: Any) -> None:
    with school.session() as session:
        desk.sign(session, "sostegno", "1A", 2, desk.support(), topic="Mappa")
        desk.sign(session, "estraneo", "1A", 2, desk.supply("docente"), topic="Film")


def test_a_teacher_gets_the_own_signatures(school: TestSchool, desk: Any) -> None:
    fill(school, desk)
    with school.session() as session:
        found = personal_data(session, school.people["estraneo"])
    assert [(data.title, len(data.rows)) for data in found] == [("Ore firmate", 1)]
    assert found[0].rows[0]["topic"] == "Film"


def test_a_student_gets_the_register_of_support(school: TestSchool, desk: Any) -> None:
    fill(school, desk)
    with school.session() as session:
        found = personal_data(session, school.people["dario"])
    assert [row["topic"] for data in found for row in data.rows] == ["Mappa"]


def test_nobody_else_gets_anything(school: TestSchool, desk: Any) -> None:
    fill(school, desk)
    with school.session() as session:
        assert personal_data(session, school.people["anna"]) == []


def test_erasing_a_student_keeps_the_signature(school: TestSchool, desk: Any) -> None:
    fill(school, desk)
    with school.session() as session:
        erase_person(session, school.people["dario"])
    with school.session() as session:
        own = session.scalars(
            select(Signature).where(Signature.teacher_id == school.people["sostegno"])
        ).one()
        assert (own.student_id, own.topic) == (None, None)
