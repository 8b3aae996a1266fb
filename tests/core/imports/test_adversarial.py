"""Files as other schools, other programs and bad luck make them: explained, never half imported.

Each case is the small school with something done to it. Whatever it is, planning raises nothing;
what cannot be read is told with file, line and column; where there is an error nothing at all is
written; and what was imported changes nothing the second time.
"""

import csv
import io
from datetime import date

import pytest
from sqlalchemy import func, select

from registro_core.accounts.models import Account
from registro_core.imports.report import Severity
from registro_core.people.models import Guardianship, Person
from registro_core.school.models import BellSlot, Enrolment, SchoolClass, SchoolYear, Teaching, Term

TABLES = (Person, Account, Guardianship, Enrolment, SchoolClass, Term, Teaching, BellSlot)
# A workbook's first bytes, as a whole: what is in it does not matter.
XLSX = b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00" + bytes(200)
# Latin of the second century, from GRCDNL12L41G478S: digits written as letters, letter made anew.
ANNA = "BTANNA12C41D612"


def counts(register):
    return {table.__tablename__: register.count(table) for table in TABLES}


def refused(register, files):
    """A plan with errors, by which nothing was written; return what it says."""
    before = counts(register)
    plan = register.plan(files)
    assert not plan.report.may_run
    assert counts(register) == before
    return register.messages(plan, Severity.ERROR)


def imported(register, files, on=None):
    """An import that works, and does nothing the second time; return its warnings."""
    plan = register.run(files, on)
    again = register.plan(files, on)
    assert (again.report.changes, register.messages(again, Severity.ERROR)) == (0, [])
    return register.messages(plan, Severity.WARNING)


# ---- what is no CSV file at all ---------------------------------------------------------

HOSTILE = {
    "empty": b"",
    "blank": b" \r\n\r\n\t\r\n",
    "a workbook": XLSX,
    "an old workbook": b"\xd0\xcf\x11\xe0" + bytes(600),
    "a web page": b"<html><body><table><tr><td>cognome</td></tr></table></body></html>",
    "NUL bytes": b"cognome;nome\n\x00\x00;\x00\n",
    "one line of 200 kB": b"x" * 200_000,
    "one quoted cell of 200 kB": b'"' + b"x" * 200_000 + b'"',
    "100000 separators": b";" * 100_000,
    "a quote that never ends": b'cognome;nome\n"Rossi;Anna\n' + b"a;b\n" * 50_000,
    "UTF-16 without a mark": "cognome;nome\nRossi;Anna\n".encode("utf-16-le"),
    "half a letter": "cognome;nome\nRossi;Nicolò\n".encode()[:-2],
    "bytes of no encoding": b"cognome;nome\nRoss\x81;\x8d\n",
    "a heading alone": b"cognome;nome;codice_fiscale\n",
    "a JSON document": b'[{"cognome": "Rossi"}]',
}


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize("name", ["alunni.csv", "periodi.csv", "scansione.csv", "cattedre.csv"])
def test_whatever_a_file_is_it_is_explained_and_spoils_nothing(register, files, name, case):
    imported(register, files)
    before = counts(register)
    plan = register.plan({name: HOSTILE[case]})
    assert plan.report.changes == 0
    assert register.messages(plan), "somebody has to be told"
    assert counts(register) == before


@pytest.mark.parametrize("case", [c for c in HOSTILE if c not in {"empty", "blank"}])
def test_one_such_file_among_good_ones_and_nothing_is_written(register, files, case):
    spoilt = files | {"docenti.csv": HOSTILE[case]}
    refused(register, spoilt)
    told = register.messages(register.plan(spoilt))
    assert any(message.startswith("docenti.csv:") for message in told)


# ---- the same content, written otherwise --------------------------------------------------


def doubled(text):
    """Each row twice."""
    head, *rows = text.splitlines(keepends=True)
    return "".join([head, *(row for row in rows for _ in (1, 2))])


def ragged(text):
    """Blank lines in between and at the end, empty cells behind."""
    head, *rows = text.splitlines()
    return "\r\n".join([head + ";;", "", *(f"{row};;" for row in rows), ";;;;;;", " ", "", ""])


def quoted(text):
    """Every cell in quotes."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=",", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows(csv.reader(io.StringIO(text), delimiter=";"))
    return target.getvalue()


@pytest.mark.parametrize("change", [doubled, ragged, quoted], ids=lambda f: f.__name__)
def test_it_is_the_same_school(register, files, change):
    imported(register, files)
    plan = register.plan({name: change(text) for name, text in files.items()})
    assert register.messages(plan, Severity.ERROR) == []
    assert plan.report.changes == 0


@pytest.mark.parametrize("change", [doubled, ragged, quoted], ids=lambda f: f.__name__)
def test_it_is_imported_so_in_the_first_place(register, files, change):
    imported(register, {name: change(text) for name, text in files.items()})
    assert register.count(Enrolment) == 3
    assert register.count(Person) == 8


def test_names_of_files_as_browsers_and_people_write_them(register, files):
    names = {"alunni.csv": "Alunni (1).CSV", "tutori.csv": "TUTORI_2026.csv"}
    imported(register, {names.get(name, name): text for name, text in files.items()})
    assert register.count(Guardianship) == 3


def test_a_line_break_within_quotes_is_a_space_and_lines_are_still_counted(register, files):
    files["alunni.csv"] = (
        "cognome;nome;data_nascita;codice_fiscale;indirizzo;classe\n"
        'Popescu;Andrei;11/07/2012;PPSNDR12L11F205T;"Via Silvestri 74\r\nscala B";1A LS\n'
        "Greco;Daniela;01/07/2012;GRCDNL12L41G478S;;1A LS\n"
        "Hu;Mei;32/07/2012;HUXMEI12L65L378E;;1B LS\n"
    )
    (error, *_rest) = refused(register, files)
    assert error.startswith("alunni.csv:5 [data_nascita]"), "the fifth line of the file"
    files["alunni.csv"] = files["alunni.csv"].replace("32/07", "25/07")
    imported(register, files)
    assert register.person("Popescu", "Andrei").address == "Via Silvestri 74 scala B"


# ---- classes ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["1ALS", "1 A LS", "1.A.LS", "1a-ls", "1A  ls.", "1ª A LS"])
def test_a_class_is_known_however_it_is_spelt(register, files, name):
    files["alunni.csv"] = files["alunni.csv"].replace("1A LS", name)
    files["cattedre.csv"] = files["cattedre.csv"].replace("1A LS", name)
    if "ª" in name:
        # the sign of an ordinal is a letter: another name, of which somebody is told
        errors = refused(register, files)
        assert any("[classe]" in error and "forse «1A LS»" in error for error in errors)
        return
    imported(register, files)
    assert register.count(SchoolClass) == 2


def test_two_spellings_of_one_class_are_one_class_said_twice(register, files):
    files["classi.csv"] += "1.A LS;1;A;secondaria2;Liceo scientifico;FIPS07000A\n"
    assert any("classi.csv:4 [nome]" in error for error in refused(register, files))


def test_a_class_without_letters_or_digits_is_no_class(register, files):
    files["classi.csv"] += "...;1;C;secondaria2;Liceo;FIPS07000A\n"
    files["alunni.csv"] = files["alunni.csv"].replace("1B LS", "--")
    errors = refused(register, files)
    assert "classi.csv:4 [nome] Il nome non ha né lettere né cifre." in errors
    assert any(error.startswith("alunni.csv:4 [classe]") for error in errors)


# ---- codici fiscali -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("GRCDNL12L41G478X", "lettera di controllo"),
        ("GRCDNL12L41G47S", "15 caratteri"),
        ("GRCDNL12L75G478I", "data"),
        ("1234567890", "10 caratteri"),
        ("GRC DNL 12L41 G478?", "forma"),
        ("Daniela Greco", "13 caratteri"),
    ],
)
def test_a_wrong_code_is_told_at_its_cell_and_nobody_is_made_up(register, files, code, text):
    files["alunni.csv"] = files["alunni.csv"].replace("GRCDNL12L41G478S", code)
    errors = refused(register, files)
    assert any(e.startswith("alunni.csv:3 [codice_fiscale]") and text in e for e in errors), errors


def test_codes_of_every_sort_in_one_file(register, files):
    omocodic = register.cf("RSSNNA12C41D6M2")
    files["alunni.csv"] += (
        f"Rossi;Anna;F;01/03/2012;{omocodic.lower()};Italia;1A LS;S;;\n"
        "Haddad;Omar;M;02/03/2012;12345678901;Siria;1A LS;A;;\n"
        "Verdi;Ugo;M;03/03/2012;;Italia;1B LS;S;;\n"
    )
    warnings = imported(register, files)
    assert register.person("Rossi", "Anna").codice_fiscale == omocodic
    assert register.person("Haddad", "Omar").codice_fiscale == "12345678901"
    assert register.person("Verdi", "Ugo").codice_fiscale is None
    assert any("alunni.csv:7 [codice_fiscale]" in warning for warning in warnings)


def test_without_code_and_without_birth_nobody_can_be_known(register, files):
    files["alunni.csv"] += "Verdi;Ugo;M;;;Italia;1B LS;S;;\n"
    assert any("alunni.csv:5" in error for error in refused(register, files))


# ---- families -------------------------------------------------------------------------------


def test_twins_are_two_with_or_without_codes(register, files):
    first, second = register.cf("RSSNNA12C41D612"), register.cf("RSSMRA12C41D612")
    files["alunni.csv"] += (
        f"Rossi;Anna;F;01/03/2012;{first};Italia;1A LS;S;;rossi@studenti.example\n"
        f"Rossi;Maria;F;01/03/2012;{second};Italia;1B LS;S;;maria@studenti.example\n"
        "Bruni;Elio;M;05/05/2012;;Italia;1A LS;S;;\n"
        "Bruni;Elia;M;05/05/2012;;Italia;1A LS;S;;\n"
    )
    files["tutori.csv"] += (
        f"{first};madre;Neri;Carla;F;01/01/1980;;carla@posta.example;\n"
        f"{second};madre;Neri;Carla;F;01/01/1980;;carla@posta.example;\n"
        "Bruni Elio;padre;Bruni;Dino;M;02/02/1979;;;\n"
        "Elia Bruni;padre;Bruni;Dino;M;02/02/1979;;;\n"
    )
    imported(register, files)
    for surname, given_name in (("Neri", "Carla"), ("Bruni", "Dino")):
        guardian = register.person(surname, given_name)
        with register.sessions() as session:
            ties = session.scalars(
                select(Guardianship.student_id).where(Guardianship.guardian_id == guardian.id)
            ).all()
            accounts = session.scalar(
                select(func.count()).select_from(Account).where(Account.person_id == guardian.id)
            )
        assert len(set(ties)) == 2
        assert accounts == 1


def test_twins_of_one_name_without_codes_are_refused_not_merged(register, files):
    files["alunni.csv"] += (
        "Bruni;Elio;M;05/05/2012;;Italia;1A LS;S;;\nBruni;Elio;M;05/05/2012;;Italia;1B LS;S;;\n"
    )
    assert any("alunni.csv:6" in error for error in refused(register, files))


def test_nobody_is_their_own_guardian(register, files):
    files["tutori.csv"] += "HUXMEI12L65L378E;altro;Hu;Mei;F;25/07/2012;HUXMEI12L65L378E;;\n"
    assert any("Nessuno è tutore di sé" in error for error in refused(register, files))


# ---- the middle of the year -------------------------------------------------------------------


def test_who_changed_class_is_moved_and_listed_twice_is_refused(register, files):
    imported(register, files)
    both = files["alunni.csv"] + (
        "Hu;Mei;F;25/07/2012;HUXMEI12L65L378E;Cina;1A LS;A;;mei@studenti.example\n"
    )
    errors = refused(register, {"alunni.csv": both})
    assert errors == ["alunni.csv:5 [codice_fiscale] La riga 4 dice già altro."]
    moved = files["alunni.csv"].replace("Cina;1B LS", "Cina;1A LS")
    imported(register, {"alunni.csv": moved}, on=date(2026, 11, 23))
    mei = register.person("Hu", "Mei")
    with register.sessions() as session:
        stays = session.execute(
            select(Enrolment.starts_on, Enrolment.ends_on)
            .where(Enrolment.student_id == mei.id)
            .order_by(Enrolment.starts_on)
        ).all()
    assert [tuple(stay) for stay in stays] == [
        (date(2026, 9, 14), date(2026, 11, 22)),
        (date(2026, 11, 23), None),
    ]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("Estate;2026-09-14;2206-12-22\n", "al"),
        ("Estate;01/01/0001;2026-12-22\n", "dal"),
        ("Estate;14/09/1926;22/12/1926\n", "dal"),
        ("Estate;2027-09-01;2028-06-01\n", "dal"),
    ],
)
def test_a_misprint_in_a_year_makes_no_year_of_centuries(register, files, row, column):
    head, *terms = files["periodi.csv"].splitlines(keepends=True)
    for text in ("".join([head, row, *terms]), "".join([head, *terms, row])):
        errors = refused(register, files | {"periodi.csv": text})
        assert any(e.startswith("periodi.csv:") and f"[{column}]" in e for e in errors), errors
    assert register.count(SchoolYear) == 0


# ---- much of it ----------------------------------------------------------------------------


def test_ten_thousand_bad_rows_are_told_one_by_one_in_reasonable_time(register, files):
    """A list exported without the one that it refers to: nobody knows any of its people."""
    row = "RSSMRA80A01H501U;madre;Neri;Carla;F;32/01/1980;XX;no;no\n"
    files["tutori.csv"] = files["tutori.csv"].splitlines(keepends=True)[0] + row * 10_000
    errors = refused(register, files)
    assert len(errors) >= 10_000
    assert errors[0].startswith("tutori.csv:2 [")
    assert errors[-1].startswith("tutori.csv:10001 [")
