"""The head's statistics: exact numbers of classes and subjects, nobody's name (G3, G9, row 60)."""

from datetime import date
from fractions import Fraction
from io import BytesIO

import pytest
from python_calamine import load_workbook

from registro_grades.marks.sums import Sums
from registro_grades.models import Note
from registro_grades.statistics.lines import Line, arranged, bands, line_of

PATH = "/marks/statistics"
SEES = ("dirigente", "vicario")
OTHERS = (
    *("coordinatore", "docente", "docente.genitore", "sostegno", "segreteria", "admin"),
    *("mamma", "papa", "altra", "anna", "adulto", "bidella"),
)


def cells(page, caption, name):
    """The cells of a line of one of the tables."""
    table = next(t for t in page.html.select("table") if caption in t.caption.get_text())
    row = next(row for row in table.select("tbody tr") if name in row.th.get_text())
    return [" ".join(cell.get_text(" ").split()) for cell in row.select("td")]


def one(student, subject=1, marks=1, low=0, quarters=28, weight=100):
    """The sums of a student with one mark."""
    return Sums(1, student, subject, f"M{subject}", marks, low, quarters * weight, weight)


def test_students_by_how_many_subjects_are_below_six():
    """A 5¾ is below and a 6 is not; whoever has no mark is nobody here."""
    found = [
        *(one(1, subject, quarters=23, low=1) for subject in range(6)),
        one(2, 1, quarters=23, low=1),
        one(2, 2, quarters=24),
        one(3, 1),
    ]
    line = line_of("1A", found)

    assert line.students == (1, 1, 0, 0, 1)
    assert (line.marks, line.low, line.low_share) == (9, 7, Fraction(7, 9))
    assert line.average == Fraction(7 * 23 + 24 + 28, 9 * 4)


def test_judgements_are_insufficient_where_most_are():
    """Without numbers there is no average to be below."""
    judged = [Sums(1, 1, 1, "REL", 3, 2, 0, 0), Sums(1, 2, 1, "REL", 2, 1, 0, 0)]
    line = line_of("1A", judged)

    assert line.students == (1, 1, 0, 0, 0)
    assert line.average is None


def test_bands_take_a_mark_for_what_it_begins_with():
    """27 quarters are a 7-, and not yet a 7; 6- is no 6."""
    drawn = bands({27: 2, 28: 1, 23: 3, 4: 1, 40: 1, 36: 1})

    assert [(part.label, part.count) for part in drawn.parts] == [
        ("9-10", 2),
        ("7", 1),
        ("6", 2),
        ("5", 3),
        ("1-4", 1),
    ]
    assert bands({}) is None


def test_lines_are_sorted_and_equal_ones_by_name():
    lines = [Line(name, 4, None, low, ()) for name, low in (("B", 1), ("A", 1), ("C", 3))]

    assert [line.name for line in arranged(lines, "low")] == ["C", "A", "B"]
    assert [line.name for line in arranged(lines, "nonsense")] == ["A", "B", "C"]


def test_a_class_and_a_subject_in_numbers(marks):
    """Drafts and cancelled marks count nowhere; an average is by weight and exact (G3)."""
    marks.give(marks.test(), "anna", "5")
    marks.give(marks.test(weight=50), "anna", "8")
    marks.give(marks.test(), "bruno", "5½")
    marks.give(marks.test("ITA"), "anna", "7", "later")
    marks.give(marks.test("REL", share="religion"), "anna", "Ott")
    marks.give(marks.test(), "bruno", "2", "draft")
    marks.give(marks.test(), "bruno", "2", cancelled_at=marks.school.clock.now)
    page = marks.school.as_("dirigente").get(PATH)

    assert cells(page, "Voti per materia", "Matematica") == [
        *("3", "5,8", "66,7%", "2", "1"),
    ]
    assert cells(page, "Voti per materia", "Religione")[:3] == ["1", "–", "0%"]
    assert cells(page, "Voti per classe", "1A")[:4] == ["5", "6,14", "40%", "2"]
    assert cells(page, "Voti per classe", "1A")[4:] == ["1", "1", "0", "0", "0"]
    assert cells(page, "Voti per classe", "2A")[:2] == ["0", "–"]
    assert cells(page, "per fascia", "5") == ["2", "50%"]
    assert cells(page, "per livello", "Ottimo") == ["1", "100%"]
    assert cells(page, "numero di materie", "1") == ["1", "50%"]
    assert "5: 2" in page.html.select_one("svg.r-dist desc").get_text()


def test_notes_are_counted_by_month_without_the_cancelled(marks):
    school = marks.school
    common = {"class_id": school.classes["1A"], "written_at": school.clock.now, "text": "x"}
    with school.session() as session:
        for day, cancelled in (
            (date(2026, 11, 3), None),
            (date(2026, 11, 4), None),
            (date(2026, 10, 5), None),
            (date(2026, 10, 6), school.clock.now),
        ):
            session.add(
                Note(day=day, whole_class=True, names_kept=False, cancelled_at=cancelled, **common)
            )
    marks.give(marks.test(), "anna", "7")
    page = school.as_("dirigente").get(f"{PATH}?term=year")

    assert cells(page, "Quante note", "novembre") == ["2"]
    assert cells(page, "Quante note", "ottobre") == ["1"]


def test_filters_leave_what_they_say_and_nonsense_leaves_everything(marks):
    marks.give(marks.test(), "anna", "7")
    marks.give(marks.test(class_name="2A"), "carlo", "7")
    marks.next_year()
    browser = marks.school.as_("dirigente")
    everything = browser.get(PATH)
    year = everything.html.select("#year option")[0]["value"]

    assert cells(everything, "Voti per materia", "Matematica")[0] == "2"
    assert "Ancora nessun voto" in browser.get(f"{PATH}?year={year}")
    for query in ("site=999", "site=x", "order=x", "year=99", "term=x", "sort=x"):
        same = browser.get(f"{PATH}?{query}")
        assert cells(same, "Voti per materia", "Matematica")[0] == "2"


@pytest.mark.parametrize("ending", ["", ".xlsx", ".csv"])
def test_head_and_deputy_alone_open_it(marks, ending):
    for who in SEES:
        marks.school.as_(who).get(PATH + ending, status=200)
    for who in OTHERS:
        marks.school.as_(who).get(PATH + ending, status=403)


def test_nobody_is_named_in_it(marks):
    marks.give(marks.test(title="titolo-x"), "anna", "7+", comment="ragione-x")
    browser = marks.school.as_("dirigente")
    workbook = load_workbook(BytesIO(browser.get(f"{PATH}.xlsx").body)).get_sheet_by_index(0)
    answers = (browser.get(PATH).text, browser.get(f"{PATH}.csv").text, str(workbook.to_python()))

    for text in answers:
        assert "Matematica" in text
        for word in ("Abate", "Bianchi", "ragione-x", "titolo-x", "7+"):
            assert word not in text


def test_downloads_say_what_the_page_says(marks):
    marks.give(marks.test(), "anna", "5½")
    browser = marks.school.as_("dirigente")

    lines = browser.get(f"{PATH}.csv").text.splitlines()
    assert "Classe;1A;1;5,5;100%;1;0;1;0;0;0" in lines
    book = load_workbook(BytesIO(browser.get(f"{PATH}.xlsx").body))
    rows = book.get_sheet_by_index(0).to_python()
    assert ["Materia", "Matematica", "1", "5,5", "100%", "1", "0", "1", "0", "0", "0"] in rows
    assert "Statistiche dei voti" in browser.get("/").text


def test_its_questions_do_not_grow(marks):
    browser = marks.school.as_("dirigente")
    marks.give(marks.test(), "anna", "7")
    browser.get(PATH)
    with marks.school.queries() as few:
        browser.get(PATH)
    names = marks.crowd(8)
    marks.fill([marks.test(subject) for subject in ("MAT", "ITA", "STO")], ["anna", *names])
    with marks.school.queries() as many:
        browser.get(PATH)

    assert len(many) == len(few)
