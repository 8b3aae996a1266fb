"""`registro import`: what it prints, and its exit status."""

import json

import pytest

SITES = "codice_meccanografico;nome\nFIPS07000A;Liceo\n"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "school"
    folder.mkdir()
    (folder / "sedi.csv").write_text(SITES, encoding="utf-8")
    (folder / ".DS_Store").write_bytes(b"\0")
    return folder


@pytest.fixture
def migrated(registro):
    registro("migrate")
    return registro


def test_dry_run_then_run_then_nothing(migrated, folder):
    status, said = migrated("import", str(folder), "--dry-run")
    assert (status, "nothing was written. 2 rows" in said) == (0, True)
    status, said = migrated("import", str(folder))
    assert (status, "Done: 2 rows of the database changed." in said) == (0, True)
    status, said = migrated("import", str(folder))
    assert (status, "Done: 0 rows of the database changed." in said) == (0, True)
    assert "0 errors" in said


def test_a_refused_row_is_status_1_and_says_where(migrated, folder):
    (folder / "sedi.csv").write_text(SITES + ";Senza codice\n", encoding="utf-8")
    status, said = migrated("import", str(folder))
    assert status == 1
    assert "sedi.csv:3 [codice_meccanografico] Il valore è obbligatorio." in said
    assert "Nothing was written" in said


def test_changes_are_listed_and_cut_unless_all_are_asked_for(migrated, folder):
    rows = [f"FIPS0700{n:02};Liceo" for n in range(30)]
    head = SITES.splitlines()[0]
    (folder / "sedi.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    migrated("import", str(folder))
    rows = [row.replace("Liceo", "Scuola") for row in rows]
    (folder / "sedi.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    _status, said = migrated("import", str(folder), "--dry-run")
    assert "sedi.csv:2 FIPS070000 Scuola [nome] Liceo -> Scuola" in said
    assert "... and 10 more (--all shows them)" in said
    assert migrated("import", str(folder), "--dry-run", "--all")[1].count("-> Scuola") == 30


def test_json_is_the_whole_report(migrated, folder):
    status, said = migrated("import", str(folder), "--dry-run", "--json")
    report = json.loads(said)
    assert status == 0
    assert report["changes"] == 2
    assert report["files"][0]["rows"] == [[2, "created", "FIPS07000A Liceo", []]]


def test_a_folder_that_is_not_there_is_status_2(migrated, tmp_path):
    assert migrated("import", str(tmp_path / "nothing"))[0] == 2


def test_tables_that_are_behind_are_told(registro, folder):
    status, said = registro("import", str(folder))
    assert status == 1
    assert "registro migrate" in said
