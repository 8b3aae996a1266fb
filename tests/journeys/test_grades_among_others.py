"""Grades with the other plugins on: what it asks of them, and what they say together."""

from datetime import date

import pytest

from registro_attendance.models import Event, EventKind
from registro_core.api import SchoolClass, SchoolOrder
from registro_core.testing import TODAY, TestSchool, close_term


@pytest.fixture(scope="session")
def enabled_plugins() -> tuple[str, ...]:
    return ("lessons", "attendance", "grades")


def test_l7_a_closed_term_is_said_once_on_the_lesson_page(school: TestSchool) -> None:
    """Signature, roll and marks are locked alike."""
    close_term(school, "1A")
    path = f"/classes/{school.classes['1A']}/lessons/{date(2026, 11, 17)}/2"
    page = school.as_("docente").get(path)

    assert "Voto a uno studente" in page
    assert "Firma e argomento" in page
    assert page.text.count("Il periodo è chiuso per lo scrutinio") == 1
    assert "oral-student" not in page
    assert "Salva la lezione" not in page


def test_a_student_s_card_has_the_absences_of_the_year(school: TestSchool) -> None:
    """Asked by a fact: grades knows no roll."""
    with school.session() as session:
        session.add(
            Event(
                student_id=school.people["anna"],
                class_id=school.classes["1A"],
                day=TODAY,
                kind=EventKind.ABSENT,
                recorded_at=school.clock.now,
            )
        )
    card = f"/students/{school.people['anna']}/marks/card"
    main = school.as_("coordinatore").get(card).html.select_one("#main")

    assert main is not None
    said = " ".join(main.get_text(" ").split())
    assert "Assenze dell’anno" in said
    # Five hours, the last of fifty minutes.
    assert "Ore di assenza: 4,83 su un limite di" in said


def test_where_no_limit_exists_the_card_names_none(school: TestSchool) -> None:
    """A1: nobody fails for absences in the primary school."""
    with school.session() as session:
        session.get_one(SchoolClass, school.classes["1A"]).order = SchoolOrder.PRIMARY
    card = f"/students/{school.people['anna']}/marks/card"
    page = school.as_("coordinatore").get(card)

    assert "su un limite di" not in page
    assert "Ore di assenza: " in page
