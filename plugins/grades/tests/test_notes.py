"""Disciplinary notes: writing, the half hour in which they can be rewritten, the guard of names."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from registro_core.api import Enrolment, School
from registro_core.testing import TestSchool, inbox_of
from registro_grades.models import Note, NoteStudent


def writing(page: Any) -> Any:
    """The form of a page in which a note is written."""
    return next(form for form in page.forms.values() if "text" in form.fields)


def sent_to(page: Any, ending: str) -> Any:
    """The form of a page whose address ends like this."""
    return next(form for form in page.forms.values() if (form.action or "").endswith(ending))


class Notes:
    """Writes notes in the small school, as a browser without scripts does."""

    def __init__(self, school: TestSchool) -> None:
        self.school = school

    def path(self, *rest: object, class_name: str = "1A") -> str:
        return "/".join(
            ["/classes", str(self.school.classes[class_name]), "notes", *map(str, rest)]
        )

    def form(self, who: str = "docente", class_name: str = "1A") -> Any:
        path = self.path("new", class_name=class_name)
        return writing(self.school.as_(who).get(path, status=200))

    def fill(self, form: Any, students: str, text: str, **fields: str) -> Any:
        ids = [str(self.school.people[name]) for name in students.split()]
        for box in form.fields["students"]:
            box.checked = box._value in ids
        form["whom"] = "students" if ids else "class"
        form["text"] = text
        for name, value in fields.items():
            form[name] = value
        return form

    def write(
        self, students: str, text: str, who: str = "docente", status: int = 303, **fields: str
    ) -> Any:
        class_name = fields.pop("class_name", "1A")
        form = self.fill(self.form(who, class_name), students, text, **fields)
        return form.submit(status=status)

    def last(self) -> Note:
        with self.school.session() as session:
            session.expire_on_commit = False
            return session.scalars(select(Note).order_by(Note.id.desc())).first()

    def page_of(self, who: str, student: str, **options: Any) -> Any:
        path = f"/students/{self.school.people[student]}/notes"
        return self.school.as_(who).get(path, **options)


@pytest.fixture
def notes(school: TestSchool) -> Notes:
    return Notes(school)


def test_a_note_on_a_student_is_read_by_the_family_at_once(school, notes):
    answer = notes.write("bruno", "Esce dall’aula senza permesso.")

    assert "Nota scritta" in answer.follow()
    assert "Esce dall’aula" in notes.page_of("altra", "bruno")
    assert "Rossi" in notes.page_of("altra", "bruno")


def test_a_note_on_two_students_names_none_to_the_family_of_the_other(school, notes):
    notes.write("bruno carla", "Si lanciano oggetti.")

    page = notes.page_of("altra", "bruno").text
    assert "Si lanciano oggetti" in page
    assert "Conti" not in page
    assert "Carla" not in page


def test_a_note_on_the_class_reaches_each_of_it_and_nobody_else(school, notes):
    notes.write("", "La classe rientra in ritardo.")

    assert "La classe rientra" in notes.page_of("altra", "bruno")
    assert "Nota alla classe" in notes.page_of("mamma", "anna")
    assert "La classe rientra" not in notes.page_of("mamma", "luca")


def test_who_came_to_the_class_later_is_not_concerned(school, notes):
    """A9: those of the class on that day."""
    notes.write("", "La classe rientra in ritardo.", day="2026-11-20")
    with school.session() as session:
        row = session.scalars(
            select(Enrolment).where(Enrolment.student_id == school.people["bruno"])
        ).one()
        row.starts_on = date(2026, 11, 21)

    assert "La classe rientra" not in notes.page_of("altra", "bruno")


# ---- the edit window: 30 minutes, the last instant included ---------------------------


@pytest.mark.parametrize(
    ("minutes", "seconds", "fresh"), [(0, 0, True), (29, 59, True), (30, 0, True), (30, 1, False)]
)
def test_it_can_be_rewritten_for_half_an_hour(school, notes, minutes, seconds, fresh):
    notes.write("bruno", "Primo testo.")
    school.clock.advance(minutes=minutes, seconds=seconds)
    browser = school.as_("docente")

    answer = browser.get(notes.path(notes.last().id, "edit"))

    assert answer.status_int == (200 if fresh else 303)
    shown = browser.get(notes.path(notes.last().id)).text
    assert (notes.path(notes.last().id, "edit") in shown) is fresh


def test_a_form_opened_in_time_and_sent_too_late_changes_nothing_and_loses_nothing(school, notes):
    notes.write("bruno", "Primo testo.")
    note = notes.last()
    browser = school.as_("docente")
    form = writing(browser.get(notes.path(note.id, "edit")))
    school.clock.advance(minutes=20)
    browser.get("/")
    school.clock.advance(minutes=10, seconds=1)
    form["text"] = "Secondo testo."

    answer = form.submit(status=422)

    assert "Secondo testo." in answer
    assert "30 minuti" in answer
    assert notes.last().text == "Primo testo."


def test_the_school_may_allow_no_correction_at_all(school, notes):
    with school.session() as session:
        session.scalars(select(School)).one().settings = {"grades.note_edit_minutes": 0}
    notes.write("bruno", "Primo testo.")

    school.as_("docente").get(notes.path(notes.last().id, "edit"), status=303)


def test_rewritten_it_says_so_and_keeps_what_was_in_the_log(school, notes):
    notes.write("bruno", "Primo testo.")
    note = notes.last()
    school.clock.advance(minutes=10)
    form = writing(school.as_("docente").get(notes.path(note.id, "edit")))

    notes.fill(form, "carla", "Secondo testo.").submit(status=303)

    assert "Secondo testo" not in notes.page_of("altra", "bruno")
    page = school.as_("docente").get(notes.path(note.id))
    assert "corretta alle 9:15" in page
    assert "Primo testo." in page
    with school.session() as session:
        rows = session.scalars(select(NoteStudent.student_id)).all()
    assert rows == [school.people["carla"]]


def test_only_the_author_rewrites(school, notes):
    notes.write("bruno", "Primo testo.")

    for who in ("coordinatore", "dirigente", "estraneo", "segreteria", "admin"):
        school.as_(who).get(notes.path(notes.last().id, "edit"), status=403)


def test_two_who_rewrite_at_once_the_second_is_told(school, notes):
    notes.write("bruno", "Primo testo.")
    path = notes.path(notes.last().id, "edit")
    one, two = (writing(school.as_("docente").get(path)) for _n in range(2))
    notes.fill(one, "bruno", "Testo uno.").submit(status=303)

    answer = notes.fill(two, "bruno", "Testo due.").submit(status=409)

    assert "Testo due." in answer
    assert notes.last().text == "Testo uno."


# ---- cancelled, never deleted ------------------------------------------------------------


def cancelled(school: TestSchool, notes: Notes, who: str, reason: str, status: int = 303) -> Any:
    page = school.as_(who).get(notes.path(notes.last().id))
    form = sent_to(page, "/cancel")
    form["reason"] = reason
    return form.submit(status=status)


@pytest.mark.parametrize("who", ["docente", "dirigente", "vicario"])
def test_cancelled_it_stays_with_its_reason_and_its_words_leave_the_family(school, notes, who):
    notes.write("bruno", "Parola segreta.")
    school.clock.advance(days=2)

    cancelled(school, notes, who, "Persona sbagliata: era Conti")

    page = notes.page_of("altra", "bruno").text
    assert "annullato questa nota" in page
    assert "Parola segreta" not in page
    assert "Conti" not in page
    assert "Parola segreta" in school.as_("coordinatore").get(notes.path(notes.last().id))


def test_without_a_reason_it_is_not_cancelled(school, notes):
    notes.write("bruno", "Testo.")

    assert "Scrivi perché." in cancelled(school, notes, "docente", "  ", 422)
    assert notes.last().cancelled_at is None


def test_a_cancelled_note_takes_no_measure_and_is_not_cancelled_again(school, notes):
    notes.write("bruno", "Testo.")
    page = school.as_("dirigente").get(notes.path(notes.last().id))
    measure, cancel = sent_to(page, "/measure"), sent_to(page, "/cancel")
    measure["measure"], cancel["reason"] = "Ammonizione", "Doppia"
    cancel.submit(status=303)
    at = notes.last().cancelled_at
    school.clock.advance(minutes=1)

    assert "annullata" in measure.submit(status=303).follow()
    assert "già annullata" in cancel.submit(status=303).follow()
    assert notes.last().measure is None
    assert notes.last().cancelled_at == at


# ---- the head's measure ---------------------------------------------------------------------


def test_the_head_writes_a_measure_and_the_family_reads_it(school, notes):
    notes.write("bruno", "Testo.")
    page = school.as_("dirigente").get(notes.path(notes.last().id))
    form = sent_to(page, "/measure")
    form["measure"] = "Colloquio con i genitori"

    form.submit(status=303)

    assert "Colloquio con i genitori" in notes.page_of("altra", "bruno")
    school.clock.advance(hours=1)
    assert any("provvedimento sulla nota" in subject for subject in inbox_of(school, "altra"))


# ---- the guard of names (V4) -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("students", "text", "named"),
    [
        ("", "Abate disturba la lezione.", "Abate Anna"),
        ("bruno", "Bruno litiga con Carla.", "Conti Carla"),
        ("bruno", "Con Luca Abate di 2A rompe un banco.", "Abate Luca"),
    ],
)
def test_a_text_that_names_others_is_stored_only_when_confirmed(
    school, notes, students, text, named
):
    answer = notes.write(students, text, status=422)

    assert f"{named}" in answer
    assert notes.last() is None
    form = writing(answer)
    form["names_kept"] = "y"
    form.submit(status=303)
    assert notes.last().text == text
    assert notes.last().names_kept is True


def test_the_name_of_whom_it_is_about_is_no_matter(school, notes):
    notes.write("bruno", "Bianchi lancia un astuccio.")

    assert notes.last().names_kept is False


# ---- the day (A9, L2) --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "day", "status"),
    [
        ("docente", "2026-11-25", 422),
        ("docente", "2026-11-02", 303),
        ("docente", "2026-09-13", 422),
        ("dirigente", "2026-11-02", 303),
        ("estraneo", "2026-11-24", 303),
        ("estraneo", "2026-11-23", 422),
    ],
)
def test_no_future_and_who_stands_in_writes_today(school, notes, who, day, status):
    answer = notes.write("bruno", "Testo.", who=who, day=day, status=status)

    assert ("Testo." in answer) is (status == 422)


@pytest.mark.parametrize(
    ("whom", "students", "message"),
    [("students", "", "Scegli almeno un alunno"), ("class", "bruno", "tutta la classe")],
)
def test_some_or_all_never_both_and_never_none(school, notes, whom, students, message):
    form = notes.fill(notes.form(), students, "Testo.")
    form["whom"] = whom

    assert message in form.submit(status=422)


def test_a_student_of_another_class_cannot_be_slipped_in(school, notes):
    form = notes.fill(notes.form(), "bruno", "Testo.")
    form.fields["students"][0]._value = str(school.people["luca"])
    form.fields["students"][0].checked = True

    form.submit(status=422)
    assert notes.last() is None


# ---- notices -------------------------------------------------------------------------------------


def test_each_family_is_told_once_by_name_and_day_alone(school, notes):
    notes.write("bruno carla", "Segreto.")

    assert inbox_of(school, "altra") == []
    school.clock.advance(minutes=31)
    assert [s.split(" del ")[0] for s in inbox_of(school, "altra")] == ["Bruno: nota disciplinare"]
    assert inbox_of(school, "mamma") == []
    assert inbox_of(school, "ristretto") == []


def test_cancelled_before_it_left_nobody_is_told_afterwards_that_it_is_void(school, notes):
    notes.write("bruno", "Testo.")
    cancelled(school, notes, "docente", "Doppia")
    school.clock.advance(hours=1)

    assert inbox_of(school, "altra") == []


# ---- receipts ------------------------------------------------------------------------------------


def test_the_family_confirms_and_the_school_sees_it(school, notes):
    notes.write("bruno", "Testo.")
    page = notes.page_of("altra", "bruno")
    form = sent_to(page, "/seen")

    answer = form.submit(status=303).follow()

    assert "Hai confermato" in answer
    assert "Neri" in school.as_("docente").get(notes.path(notes.last().id))


def test_of_a_note_on_others_there_is_nothing_to_confirm(school, notes):
    notes.write("carla", "Testo.")
    page = notes.page_of("altra", "bruno")
    csrf = page.forms[0]["csrf_token"].value
    path = f"/students/{school.people['bruno']}/notes/{notes.last().id}/seen"

    school.as_("altra").post(path, {"csrf_token": csrf}, expect_errors=True, status=[400, 404])


def test_pages_lead_to_what_one_may_open(notes: Notes) -> None:
    """To notes, observations and procedures; who stands in for an hour writes from the list."""
    start = f"/classes/{notes.school.classes['1A']}"
    every = {notes.path(), notes.path("new"), f"{start}/observations", f"{start}/procedures"}
    expected = {
        ("docente", start): every,
        ("dirigente", start): every,
        ("segreteria", start): {notes.path(), f"{start}/procedures"},
        ("estraneo", "/notes"): {notes.path("new")},
        ("segreteria", "/notes"): set(),
    }
    for (who, page), ways in expected.items():
        browser = notes.school.as_(who)
        links = browser.get(page, status=200).html.select("#main a")
        assert {link["href"] for link in links} & every == ways, who
        for way in ways:
            browser.get(way, status=200)


def test_who_stood_in_meets_no_closed_door(notes: Notes) -> None:
    """From the list to the form, to the note and back: every link of those pages opens."""
    notes.write("anna", "Usa il telefono.", who="estraneo")
    browser = notes.school.as_("estraneo")
    for page in ("/notes", notes.path("new"), notes.path(notes.last().id)):
        for link in browser.get(page, status=200).html.select("#main a[href^='/']"):
            browser.get(link["href"], status=200)
    assert "1A" in browser.get("/notes")
