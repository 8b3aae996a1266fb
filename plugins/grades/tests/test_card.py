"""A student's card: all a council asks for on one page, and who may open it (row 61, G10, 2.8)."""

from datetime import date

import pytest

from registro_grades.models import Note, NoteStudent, Observation
from registro_grades.permissions import CARD, LEADERS

SEES = ("coordinatore", "dirigente", "vicario")
FORBIDDEN = (
    *("docente", "docente.genitore", "religione", "sostegno", "estraneo", "segreteria", "admin"),
    *("mamma", "papa", "anna"),
)
UNKNOWN = ("altra", "ristretto", "bruno", "adulto", "bidella")


@pytest.fixture
def path(school):
    return f"/students/{school.people['anna']}/marks/card"


@pytest.fixture
def conduct(school):
    """A note on anna, one on bruno, an observation on anna, and one of October."""
    common = {"class_id": school.classes["1A"], "written_at": school.clock.now}
    author = school.people["docente"]
    with school.session() as session:
        for name, text in (("anna", "Nota di anna."), ("bruno", "Nota di bruno.")):
            note = Note(
                day=date(2026, 11, 20),
                text=text,
                author_id=author,
                whole_class=False,
                names_kept=False,
                **common,
            )
            session.add(note)
            session.flush()
            session.add(NoteStudent(note_id=note.id, student_id=school.people[name]))
        for day, text in ((date(2026, 11, 3), "Attenta."), (date(2026, 8, 3), "Di un altro anno.")):
            anna = school.people["anna"]
            session.add(
                Observation(day=day, text=text, author_id=author, student_id=anna, **common)
            )


def said(page):
    return " ".join(page.html.select_one("#main").get_text(" ").split())


def row_of(page, subject):
    """The cells of a subject."""
    rows = page.html.select("table.f-card tbody tr")
    row = next(row for row in rows if subject in row.th.get_text())
    return [" ".join(cell.get_text(" ").split()) for cell in row.select("td")]


def test_every_subject_with_average_marks_kinds_and_missing_tests(marks, path):
    marks.give(marks.test(), "anna", "5")
    marks.give(marks.test(kind="oral", title=None), "anna", "6½")
    tried = marks.test("ITA")
    marks.give(tried, "bruno", "7")
    marks.give(tried, "anna", "A")
    marks.give(marks.test("REL", share="religion"), "anna", "Ott")
    marks.give(marks.test(), "anna", "2", "draft")
    page = marks.school.as_("coordinatore").get(path)

    average, given, kinds, missing = row_of(page, "Matematica")
    assert average == "5,75 (insufficiente)"
    assert "6½" in given
    assert "5 24/11" in given
    assert "2 24/11" not in given
    assert kinds == "Scritto: 1 Orale: 1"
    # Nobody has a mark that the council sees in the test of the draft: it is not marked yet.
    assert missing == "–"
    # The sign of an absence is no mark: it is of no kind, and the test is still to be taken.
    assert row_of(page, "Italiano")[2:] == ["", "1"]
    assert row_of(page, "Religione")[0] == "Ottimo"
    assert "Media generale 5,75" in said(page)
    assert page.html.select_one("svg.r-trend desc").get_text()


def test_notes_and_observations_of_the_term_and_of_nobody_else(marks, conduct, path):
    page = said(marks.school.as_("coordinatore").get(f"{path}?term=year"))

    assert "Nota di anna." in page
    assert "Attenta." in page
    assert "Nota di bruno" not in page
    assert "Bianchi" not in page
    assert "Di un altro anno" not in page


def test_absences_are_left_out_where_nobody_calls_the_roll(marks, path):
    assert "Assenze dell’anno" not in marks.school.as_("coordinatore").get(path)


def test_g10_who_opens_it(marks, path):
    marks.give(marks.test(), "anna", "7+")

    for status, people in ((200, SEES), (403, FORBIDDEN), (404, UNKNOWN)):
        for who in people:
            answer = marks.school.as_(who).get(path, status="*")
            assert (who, answer.status_int) == (who, status)
            assert (b"7,25" in answer.body) == (status == 200)


def test_g10_the_council_sees_marks_and_notes_where_the_school_lets_it_but_no_observations(
    marks, conduct, path
):
    marks.choose({"grades.council_sees_marks": True})
    page = said(marks.school.as_("docente.genitore").get(path))

    assert "Nota di anna." in page
    assert "Attenta." not in page
    marks.school.as_("estraneo").get(path, status=403)


def test_the_ways_to_it(marks, path):
    marks.give(marks.test(), "anna", "7")
    overview = f"/classes/{marks.school.classes['1A']}/marks/overview"

    assert path in marks.school.as_("coordinatore").get(overview)
    student = f"/students/{marks.school.people['anna']}"
    assert path in marks.school.as_("coordinatore").get(student)
    for who in ("docente", "mamma", "anna"):
        assert path not in marks.school.as_(who).get(student)


def test_an_alert_is_seen_by_nobody_who_may_not_open_the_card(marks, path):
    """Even where the council sees marks: on the class's page it stands as who teaches there."""
    assert CARD.granted_to >= LEADERS
    marks.give(marks.test(), "anna", "4")
    page = f"/classes/{marks.school.classes['1A']}"

    for who in ("coordinatore", "dirigente"):
        assert "Materie sotto il 5" in marks.school.as_(who).get(page)
    for who in ("docente", "segreteria", "sostegno"):
        assert "Materie sotto il 5" not in marks.school.as_(who).get(page)


def test_its_questions_do_not_grow(marks, path):
    browser = marks.school.as_("dirigente")
    marks.give(marks.test(), "anna", "7")
    browser.get(path)
    with marks.school.queries() as few:
        browser.get(path)
    names = marks.crowd(8)
    marks.fill([marks.test(subject) for subject in ("MAT", "ITA", "STO")], ["anna", *names])
    with marks.school.queries() as many:
        browser.get(path)

    assert len(many) == len(few)
