"""The part of the lesson page, without any other plugin: the day is typed."""

import pytest

from registro_core.testing import close_term

from .conftest import THURSDAY, Homework


def lesson(homework: Homework, day: str = "2026-11-24") -> str:
    return f"/classes/{homework.school.classes['1A']}/lessons/{day}/2"


def test_it_is_assigned_with_the_lesson(homework: Homework) -> None:
    form = homework.school.as_("docente").get(lesson(homework)).forms["lesson"]
    form["homework-text"], form["homework-day"] = "Esercizi 1-6", THURSDAY
    form.submit(status=303)
    row = homework.row()
    assert (row.text, str(row.due_on), str(row.assigned_on)) == (
        "Esercizi 1-6",
        THURSDAY,
        "2026-11-24",
    )
    assert "Esercizi 1-6" in homework.school.as_("docente").get(lesson(homework))
    assert "Esercizi 1-6" in homework.school.as_("docente").get(
        lesson(homework, THURSDAY[:8] + "24")
    )


@pytest.mark.once
def test_nothing_typed_assigns_nothing(homework: Homework) -> None:
    form = homework.school.as_("docente").get(lesson(homework)).forms["lesson"]
    form.submit(status=303)
    assert homework.last() is None


@pytest.mark.once
def test_what_is_wrong_is_said_at_its_field_and_kept(homework: Homework) -> None:
    form = homework.school.as_("docente").get(lesson(homework)).forms["lesson"]
    form["homework-text"], form["homework-minutes"] = "Esercizi", "tanti"
    answer = form.submit(status=422)
    assert "Scegli per quando." in answer
    assert answer.html.select_one("#homework-due") is not None
    assert answer.forms["lesson"]["homework-text"].value == "Esercizi"
    assert homework.last() is None


def test_a_second_test_is_asked_twice_here_too(homework: Homework) -> None:
    homework.assign("coordinatore", kind="written")
    form = homework.school.as_("docente").get(lesson(homework)).forms["lesson"]
    form["homework-text"], form["homework-day"] = "Equazioni", THURSDAY
    form["homework-kind"] = "written"
    answer = form.submit(status=422)
    assert "ha già una verifica: Italiano" in answer
    again = answer.forms["lesson"]
    again["homework-sure"] = True
    again.submit(status=303)
    assert homework.row().text == "Equazioni"


@pytest.mark.once
def test_who_does_not_teach_here_has_no_part(homework: Homework) -> None:
    school = homework.school
    for who in ("estraneo", "dirigente"):
        assert "homework-text" not in school.as_(who).get(lesson(homework))
    assert "homework-text" not in school.as_("docente").get(lesson(homework, "2026-11-25"))


def test_a_closed_term_can_only_be_read(homework: Homework) -> None:
    """L7."""
    close_term(homework.school, "1A")
    assert "homework-text" not in homework.school.as_("docente").get(lesson(homework))
