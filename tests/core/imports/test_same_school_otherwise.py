"""The same school written another way is the same school: importing it changes nothing."""

import csv
import io

import pytest

from registro_core.imports.report import Severity

# Worked out above the database: the same on every kind.
pytestmark = pytest.mark.once

CODES = {"codice_fiscale", "alunno", "docente", "supplente_di"}


def rewritten(text, separator, end):
    """Columns turned round, headings spelt out, codes in small letters, dates in ISO, padding."""
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    target = io.StringIO()
    writer = csv.writer(target, delimiter=separator, lineterminator=end)
    writer.writerow([*(f" {name.replace('_', ' ').upper()} " for name in reversed(head)), "note"])
    for row in rows:
        cells = [_otherwise(name, cell) for name, cell in zip(head, row, strict=True)]
        writer.writerow([*reversed(cells), f'x{separator}"y"'])
        writer.writerow([""] * len(cells))
    return target.getvalue()


def _otherwise(name, cell):
    if name in CODES:
        return f"  {cell.lower()} "
    day, slash, rest = cell.partition("/")
    if slash and name in {"data_nascita", "dal", "al"}:
        month, _, year = rest.partition("/")
        return f"{year}-{month}-{day}"
    return f"{cell}\u00a0 " if cell else ""


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_nothing_changes(register, files, separator, end, encoding):
    files["alunni.csv"] += "Nicolò;Zoë;F;03/04/2012;;Città;1A LS;S;;\n"
    register.run(files)
    other = {
        name.upper(): rewritten(text, separator, end).encode(encoding)
        for name, text in files.items()
    }
    plan = register.plan(other)
    assert register.messages(plan, Severity.ERROR) == []
    assert plan.report.changes == 0


def test_a_school_that_knows_no_codes_is_known_by_names_and_days_of_birth(register, files):
    names = {
        "PPSNDR12L11F205T": "Popescu Andrei",
        "GRCDNL12L41G478S": "Daniela Greco",
        "HUXMEI12L65L378E": "Hu Mei",
        "FRRMTN87D57H501W": "Ferrara Martina",
        "MRNMTT66R14A271V": "Matteo Marini",
    }
    for name in ("docenti.csv", "alunni.csv"):
        for code in names:
            files[name] = files[name].replace(code, "")
    for name in ("tutori.csv", "cattedre.csv", "sigle_docenti.csv"):
        for code, person in names.items():
            files[name] = files[name].replace(code, person if name != "tutori.csv" else code)
    for code in list(names)[:3]:
        files["tutori.csv"] = files["tutori.csv"].replace(code, names[code])
    files["tutori.csv"] = files["tutori.csv"].replace("FRRMTN87D57H501W", "")
    plan = register.run(files)
    assert register.messages(plan, Severity.ERROR) == []
    assert register.run(files).report.changes == 0
    assert register.person("Ferrara", "Martina").codice_fiscale is None
