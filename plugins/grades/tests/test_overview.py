"""The coordinator's overview: all subjects, who is at risk, and who may open it (G3, G4, G10, row 61)."""

from fractions import Fraction

import pytest

from registro_grades.marks.results import Result
from registro_grades.overview.risk import is_low, risk_of

SEES = ("coordinatore", "dirigente", "vicario")
FORBIDDEN = (
    "docente",
    "docente.genitore",
    "religione",
    "sostegno",
    "estraneo",
    "segreteria",
    "admin",
)
UNKNOWN = ("mamma", "papa", "altra", "ristretto", "anna", "adulto", "bidella")


@pytest.fixture
def path(school):
    return f"/classes/{school.classes['1A']}/marks/overview"


def line_of(page, name):
    """The cells of a student."""
    rows = page.html.select("table.g-table tbody tr")
    row = next(row for row in rows if name in row.th.get_text())
    return [" ".join(cell.get_text(" ").split()) for cell in row.select("td")]


def result(average=None, **values):
    return Result(1, 1, "x", None if average is None else Fraction(average), **values)


@pytest.mark.parametrize(
    ("average", "low"), [("6", False), ("599/100", True), ("5", True), (None, False)]
)
def test_low_is_exact(average, low):
    assert is_low(result(average)) is low


def test_judgements_are_low_where_most_of_them_are():
    assert is_low(result(judgement="Insufficiente", count=3, insufficient=2))
    assert not is_low(result(judgement="Buono", count=2, insufficient=1))


def test_what_is_flagged():
    """Three subjects below six, one below five, two tests not taken: counted, nothing more."""
    low = [result("59/10"), result("11/2"), result("9/2", missing=2)]

    found = risk_of([*low, result("8")], threshold=3)
    assert (found.insufficient, found.grave, found.missing) == (3, 1, 2)
    assert len(found.flags) == 3
    assert not risk_of([*low[:2], result("8", missing=1)], threshold=3).flagged
    assert risk_of(low[:2], threshold=2).flagged


def test_all_subjects_of_a_student_in_one_line(marks, path):
    for subject, text in (("ITA", "8"), ("MAT", "4½"), ("STO", "5"), ("CIV", "5½")):
        marks.give(marks.test(subject), "anna", text)
    marks.give(marks.test("MAT"), "bruno", "7")
    page = marks.school.as_("coordinatore").get(path)

    flags, general, *cells = line_of(page, "Abate")
    assert general == "5,75"
    assert sorted(cells) == ["4,5 (insufficiente) +1 · prove non svolte: 1", *sorted(cells)[1:]]
    assert "8" in cells
    assert "3 materie insufficienti" in flags
    assert "sotto il 5: 1" in flags
    assert line_of(page, "Bianchi")[0] == "prove non svolte: 4"
    flagged = [row for row in page.html.select("tbody tr") if row.select(".r-state")]
    said = " ".join(page.html.select_one("#main").get_text(" ").split())
    assert f"Studenti da guardare: {len(flagged)}" in said


def test_g9_drafts_and_cancelled_marks_count_for_nobody(marks, path):
    marks.give(marks.test(), "anna", "3", "draft")
    marks.give(marks.test(), "anna", "3", cancelled_at=marks.school.clock.now)
    marks.give(marks.test(), "anna", "9", "later")
    page = marks.school.as_("coordinatore").get(path)

    assert line_of(page, "Abate")[1] == "9"


def test_the_school_chooses_from_how_many_subjects(marks, path):
    marks.choose({"grades.risk_subjects": 1})
    marks.give(marks.test(), "anna", "5½")

    assert "1 materie" in line_of(marks.school.as_("coordinatore").get(path), "Abate")[0]


@pytest.mark.parametrize("who", [*SEES, *FORBIDDEN, *UNKNOWN])
def test_g10_who_opens_it(marks, path, who):
    marks.give(marks.test(), "anna", "7+", comment="ragione-x")
    status = 200 if who in SEES else 403 if who in FORBIDDEN else 404

    answer = marks.school.as_(who).get(path, status="*")
    assert answer.status_int == status
    assert (b"7,25" in answer.body) == (status == 200)


def test_g10_the_council_where_the_school_enabled_it(marks, path):
    marks.choose({"grades.council_sees_marks": True})

    marks.school.as_("docente").get(path, status=200)
    marks.school.as_("estraneo").get(path, status=403)


def test_its_questions_do_not_grow(marks, path):
    browser = marks.school.as_("dirigente")
    marks.give(marks.test(), "anna", "7")
    browser.get(path)
    with marks.school.queries() as few:
        browser.get(path)
    names = marks.crowd(8)
    marks.fill([marks.test(subject) for subject in ("MAT", "ITA", "STO")], names)
    with marks.school.queries() as many:
        browser.get(path)

    assert len(many) == len(few)
