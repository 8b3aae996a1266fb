"""The part of the lesson page, without any other plugin: the day is typed."""

import pytest
from webtest import Upload

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


def test_files_come_from_the_page_of_the_lesson_and_survive_a_refusal(homework: Homework) -> None:
    teacher = homework.school.as_("docente")
    form = teacher.get(lesson(homework)).forms["lesson"]
    form["homework-files"] = [Upload("scheda.txt", b"Le frazioni", "text/plain")]
    again = form.submit(status=422).forms["lesson"]
    assert homework.last() is None
    again["homework-text"], again["homework-day"] = "La scheda allegata", THURSDAY
    again.submit(status=303)
    row = homework.row()
    page = teacher.get(homework.class_path("1A", row.id))
    link = page.html.select_one("a[href*='/attachments/']")["href"]
    assert teacher.get(link).body == b"Le frazioni"


@pytest.mark.once
def test_a_file_where_a_text_belongs_is_refused(homework: Homework) -> None:
    teacher = homework.school.as_("docente")
    form = teacher.get(lesson(homework)).forms["lesson"]
    fields = [*form.submit_fields(), ("homework-text", Upload("a.txt", b"x", "text/plain"))]
    teacher.post(form.action, fields, status=400)
    assert homework.last() is None


def test_the_hour_of_a_test_is_told_and_must_be_there(homework: Homework) -> None:
    form = homework.school.as_("docente").get(lesson(homework)).forms["lesson"]
    form["homework-text"], form["homework-day"] = "Equazioni", THURSDAY
    form["homework-kind"], form["homework-slot"] = "written", "19"
    answer = form.submit(status=422)
    assert "non ha la 19ª ora" in answer
    again = answer.forms["lesson"]
    again["homework-slot"] = "3"
    again.submit(status=303)
    row = homework.row()
    assert row.slot == 3
    family = homework.school.as_("mamma")
    assert "3ª ora" in family.get(homework.student_path("anna", row.id))
    assert "Verifica di Matematica, 3ª ora" in family.get(
        f"/students/{homework.school.people['anna']}/calendar?day={THURSDAY}"
    )
