"""The grid as a file: out and in again; nothing in it is run as a formula (check 30)."""

import csv
import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import load_workbook
from webtest import Upload

from registro_core.api import UnreadableError
from registro_grades.exchange.reading import read_table
from registro_grades.exchange.table import Table
from registro_grades.exchange.writing import csv as as_csv
from registro_grades.exchange.writing import xlsx


def cells(body):
    return load_workbook(io.BytesIO(body)).get_sheet_by_index(0).to_python()


@pytest.fixture
def filled(marks):
    """A test with a mark of each kind."""
    test = marks.test()
    for name, text in (("anna", "7+"), ("bruno", "+"), ("carla", "NC")):
        marks.give(test, name, text)
    return test


@pytest.fixture
def send(marks):
    """Send a file; the page that answers."""

    def run(content, status=200, name="voti.xlsx"):
        page = marks.school.as_("docente").get(marks.path("MAT", "1A", "import"))
        form = next(f for f in page.forms.values() if "file" in f.fields)
        form["file"] = Upload(name, content)
        return form.submit(status=status)

    return run


def grid_form(page):
    return max(page.forms.values(), key=lambda form: len(form.fields))


def test_a_workbook_has_a_row_a_student_and_a_column_a_test(marks, filled):
    answer = marks.school.as_("docente").get(marks.path("MAT", "1A", "marks.xlsx"))
    table = cells(answer.body)
    assert table[0] == ["Codice", "Studente", "Equazioni · Scritto · 24/11/2026"]
    assert table[1] == ["", "Prova n.", str(filled)]
    assert [row[1:] for row in table[2:5]] == [
        ["Abate Anna", "7+"],
        ["Bianchi Bruno", "+"],
        ["Conti Carla", "NC"],
    ]


def test_csv_for_italian_spreadsheets(marks, filled):
    answer = marks.school.as_("docente").get(marks.path("MAT", "1A", "marks.csv"))
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig")), delimiter=";"))
    # A plus alone would be run as a formula.
    assert [row[2] for row in rows[2:5]] == ["7+", "'+", "NC"]


def test_what_teachers_wrote_is_never_a_formula(marks):
    marks.test(title="=1+1")
    answer = marks.school.as_("docente").get(marks.path("MAT", "1A", "marks.xlsx"))
    sheet = zipfile.ZipFile(io.BytesIO(answer.body)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet


def test_g9_a_coordinator_s_file_holds_no_draft(marks):
    marks.give(marks.test(), "anna", "3", "draft")
    body = marks.school.as_("coordinatore").get(marks.path("MAT", "1A", "marks.xlsx")).body
    assert "3" not in [row[2] for row in cells(body)[2:]]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_file_comes_back_unchanged_and_changes_nothing(marks, filled, send, ending):
    browser = marks.school.as_("docente")
    body = browser.get(marks.path("MAT", "1A", f"marks.{ending}")).body
    page = send(body, name=f"voti.{ending}")
    assert "non è ancora salvata" in page
    grid_form(page).submit("act", value="draft", status=303)
    assert [mark.version for name in ("anna", "bruno", "carla") for mark in marks.of(name)] == [
        1
    ] * 3


def test_filled_at_home_it_fills_the_grid_and_is_saved_from_there(marks, send):
    test = marks.test()
    people = marks.school.people
    rows = [
        ["Codice", "Studente", "Equazioni"],
        ["", "Prova n.", str(test)],
        [str(people["anna"]), "Abate Anna", "7,5"],
        ["", "bianchi bruno", "8"],
        [str(people["carla"]), "Conti Carla", "boh"],
        [str(people["dario"]), "De Luca Dario", ""],
    ]
    page = send(xlsx(Table(rows), "x"))
    assert marks.of("anna") == []
    assert "«boh» non è un voto" in page
    form = grid_form(page)
    form[f"m-{test}-{people['carla']}"] = "6"
    form.submit("act", value="draft", status=303)
    assert [marks.of(name)[0].quarters for name in ("anna", "bruno", "carla")] == [30, 32, 24]
    assert marks.of("dario") == []


def test_numbers_of_a_spreadsheet_are_marks(marks, send):
    test = marks.test()
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["", "Prova n.", test])
        for row, (name, number) in enumerate([("anna", 7), ("bruno", 6.5), ("carla", 5.75)], 1):
            sheet.write_row(row, 0, [marks.school.people[name], name, number])
    form = grid_form(send(buffer.getvalue()))
    form.submit("act", value="draft", status=303)
    assert [marks.of(name)[0].quarters for name in ("anna", "bruno", "carla")] == [28, 26, 23]


def test_an_empty_cell_takes_nothing_away(marks, filled, send):
    rows = [["", "Prova n.", str(filled)], [str(marks.school.people["anna"]), "Abate Anna", ""]]
    rows += [[str(marks.school.people["dario"]), "De Luca Dario", "6"]]
    grid_form(send(xlsx(Table(rows), "x"))).submit("act", value="draft", status=303)
    assert marks.of("anna")[0].cancelled_at is None
    assert marks.of("dario")[0].quarters == 24


def test_who_and_what_is_not_of_this_register_is_said(marks, filled, send):
    people = marks.school.people
    rows = [
        ["", "Prova n.", str(filled), "999"],
        [str(people["luca"]), "Abate Luca", "4", "4"],
        [str(people["anna"]), "Abate Anna", "8", "4"],
    ]
    page = send(xlsx(Table(rows), "x"))
    assert "Abate Luca» non è in questo registro" in page
    assert "«999» non è una prova di questo registro" in page


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Manca la riga"),
        (b"a;b\r\n1;2\r\n", "Manca la riga"),
        (b"PK\x03\x04boh", "foglio di calcolo non si legge"),
        (b"\xd0\xcf\x11\xe0boh", "foglio di calcolo non si legge"),
        (b"a\0b", "byte nulli"),
        (b'"aperta;', "Manca la riga"),
    ],
)
def test_a_file_that_is_none_is_refused_with_what_to_do(send, content, words):
    assert words in send(content, status=422)


def test_no_file_at_all_is_refused(marks):
    page = marks.school.as_("docente").get(marks.path("MAT", "1A", "import"))
    form = next(f for f in page.forms.values() if "file" in f.fields)
    assert "Scegli un file" in form.submit(status=422)


def test_a_bomb_is_refused_before_it_is_opened():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    with pytest.raises(UnreadableError):
        read_table(buffer.getvalue())


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_are_refused(content):
    try:
        table = read_table(content)
    except UnreadableError:
        return
    assert all(isinstance(cell, str) for row in table.rows for cell in row)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=10)


@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=2, max_size=6))
def test_what_is_written_as_a_workbook_is_read_back(rows):
    rows = [["Codice", "Studente", "Prova"], *rows]
    read = read_table(xlsx(Table(rows), "x")).rows
    # A spreadsheet has no empty rows at its end; a leading apostrophe defuses.
    wanted = [[cell.strip().removeprefix("'") for cell in row] for row in rows]
    assert [list(row) for row in read] == wanted[: len(read)]
    assert not any(any(row) for row in wanted[len(read) :])
    assert as_csv(Table(rows)).count("\r\n") == len(rows)
