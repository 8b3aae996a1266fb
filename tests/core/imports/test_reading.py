"""Files as they come: separators, encodings, headings, dates, and what is wrong with them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registro_core.imports.decoding import MAX_BYTES, UnreadableError, decode
from registro_core.imports.files import CORE_KINDS
from registro_core.imports.kinds import Column, ImportKind
from registro_core.imports.reading import MAX_CELL, read_file, separator_of
from registro_core.imports.report import FileReport

KIND = ImportKind(
    "prova",
    "Prova",
    1,
    (
        Column("nome", required=True),
        Column("data_nascita", required=True, aliases=("nato_il",)),
        Column("città"),
        Column("nota", ignored=True),
    ),
    lambda _ctx, _file: None,
)


def read(data: str | bytes, kind: ImportKind = KIND) -> tuple[list[dict[str, str]], list[str]]:
    """The rows of a file, and what the report says, as `line [column] text`."""
    report = FileReport("prova", "prova.csv")
    file = read_file(kind, "prova.csv", data.encode() if isinstance(data, str) else data, report)
    said = [
        f"{f.severity} {f.line} [{f.column}] {f.text.interpolate()}"  # type: ignore[union-attr]
        for f in report.findings
    ]
    return [dict(row.cells) for row in file.rows], said


ROW = {"nome": "Nicolò", "data_nascita": "01/02/2012", "città": "Forlì"}
TEXT = "nome;data_nascita;città\nNicolò;01/02/2012;Forlì\n"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separators_line_ends_and_encodings(separator, end, encoding):
    data = TEXT.replace(";", separator).replace("\n", end).encode(encoding)
    rows, said = read(data)
    assert rows == [ROW]
    assert not [line for line in said if not line.startswith("info")]


@pytest.mark.parametrize(
    "heading",
    ["NOME; Data nascita ;Citta", "Nome;DATA_NASCITA;CITTÀ", '"nome";"Nato il";"città"'],
)
def test_headings_are_read_whatever_their_case_accents_and_spaces(heading):
    rows, said = read(f"{heading}\nNicolò;01/02/2012;Forlì\n")
    assert (rows, said) == ([ROW], [])


def test_columns_may_come_in_any_order_and_quoted():
    rows, said = read('città,nome,data_nascita\n"Forlì, FC","Dell""Acqua",01/02/2012\n')
    assert rows == [{"città": "Forlì, FC", "nome": 'Dell"Acqua', "data_nascita": "01/02/2012"}]
    assert said == []


def test_cells_are_trimmed_and_empty_lines_passed_over():
    rows, _said = read("nome;data_nascita;città\n\n  Nicolò ;\u00a001/02/2012\t; Forlì\n;;\n  \n")
    assert rows == [ROW]


def test_empty_cells_beyond_the_heading_do_not_matter():
    rows, said = read("nome;data_nascita;città;;\nNicolò;01/02/2012;Forlì;;;\n")
    assert (rows, said) == ([ROW], [])


def test_excels_separator_line_is_obeyed():
    rows, said = read("sep=,\nnome,data_nascita,città\nNicolò,01/02/2012,Forlì\n")
    assert (rows, said) == ([ROW], [])


def test_a_missing_column_is_named_with_what_was_probably_meant():
    rows, said = read("nome;data di nscita\nNicolò;01/02/2012\n")
    assert rows == []
    assert said == [
        (
            "warning 1 [data di nscita] Colonna «data di nscita» sconosciuta: forse "
            "«data_nascita»? Il contenuto non viene letto."
        ),
        "error 1 [data_nascita] Manca la colonna obbligatoria «data_nascita»: è «data di nscita»?",
    ]


def test_an_unknown_column_is_passed_over_with_a_warning_and_an_ignored_one_without():
    rows, said = read("nome;data_nascita;telescopio;nota\nNicolò;01/02/2012;x;y\n")
    assert rows == [{"nome": "Nicolò", "data_nascita": "01/02/2012"}]
    assert said == [
        "warning 1 [telescopio] Colonna «telescopio» sconosciuta: il contenuto non viene letto."
    ]


def test_a_column_that_comes_twice_is_an_error():
    _rows, said = read("nome;data_nascita;nato il\nNicolò;01/02/2012;02/02/2012\n")
    assert said == ["error 1 [data_nascita] La colonna compare due volte."]


@pytest.mark.parametrize("row", ["Nicolò;01/02/2012", "Nicolò;01/02/2012;Forlì;FC"])
def test_a_row_of_another_width_is_refused_and_the_others_are_read(row):
    rows, said = read(TEXT + row + "\nAnna;02/02/2012;Bari\n")
    assert [each["nome"] for each in rows] == ["Nicolò", "Anna"]
    assert len(said) == 1
    assert said[0].startswith("error 3 [] La riga ha ")


def test_an_unclosed_quote_is_told_at_its_line():
    rows, said = read(TEXT + 'Anna;"02/02/2012;Bari\nUgo;03/02/2012;Bari\n')
    assert rows == [ROW]
    assert said == ["error 3 [] Virgolette non chiuse o fuori posto."]


def test_a_misplaced_quote_costs_its_row_alone():
    rows, said = read(TEXT + '"Anna" B;02/02/2012;Bari\nUgo;03/02/2012;Bari\n')
    assert [each["nome"] for each in rows] == ["Nicolò", "Ugo"]
    assert said == ["error 3 [] Virgolette non chiuse o fuori posto."]


def test_a_huge_cell_is_refused():
    for size in (MAX_CELL + 1, 200_000):
        _rows, said = read(TEXT + f"{'x' * size};02/02/2012;Bari\n")
        assert said[0].startswith("error 3")


@pytest.mark.parametrize("character", ["\x01", "\x1b", "\x7f", "\ufffd"])
def test_control_characters_and_lost_letters_are_refused_at_their_cell(character):
    rows, said = read(TEXT + f"An{character}na;02/02/2012;Bari\n")
    assert rows == [ROW]
    assert said[0].startswith("error 3 [nome]")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"nome;data_nascita\nAn\0na;01/02/2012\n", "byte nulli"),
        (b"PK\x03\x04rest", "Excel (.xlsx)"),
        (b"\xd0\xcf\x11\xe0rest", "Excel (.xls)"),
        (b"%PDF-1.7", "PDF"),
        (b"nome\nNicol\xc3\xb2\nForl\x81\n", "byte 0x81 alla riga 3"),
        (b"\xff\xfen", "UTF-16"),
        (b"x" * (MAX_BYTES + 1), "MB"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data, reason):
    with pytest.raises(UnreadableError) as refused:
        decode(data)
    assert reason in refused.value.text.interpolate()
    rows, said = read(data)
    assert rows == []
    assert said[0].startswith("error 0")


def test_an_empty_file_is_only_worth_a_warning():
    assert read("") == ([], ["warning 0 [] Il file è vuoto."])
    assert read("\r\n \r\n")[0] == []
    assert read("nome;data_nascita\n") == ([], ["info 0 [] Il file ha solo l’intestazione."])


@given(st.binary(max_size=300))
def test_no_bytes_raise(data):
    read(data)


@given(st.text(alphabet="a;\",\t\n\r'=ò\0\ufeff", max_size=60))
def test_no_text_raises(text):
    read("nome;data_nascita\n" + text)


@pytest.mark.parametrize(
    ("text", "separator"),
    [("a;b,c;d", ";"), ("a,b,c", ","), ("a\tb", "\t"), ('"a;b;c",d', ","), ("sep=\t\na;b", "\t")],
)
def test_the_separator_is_found_in_the_first_line(text, separator):
    assert separator_of(text) == separator


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("alunni.csv", "alunni"),
        ("ALUNNI.CSV", "alunni"),
        ("Alunni 2026-27.csv", "alunni"),
        ("docenti.csv", "docenti"),
        ("sigle_docenti.csv", "sigle_docenti"),
        ("Sigle docenti.txt", "sigle_docenti"),
        ("genitori.csv", "tutori"),
        ("elenco.csv", None),
    ],
)
def test_a_file_is_known_by_its_name(name, kind):
    owners = [each.name for each in CORE_KINDS if each.owns(name)]
    assert owners == ([kind] if kind else [])


def test_every_core_kind_has_a_file_of_its_name():
    folder = Path(__file__).parents[3] / "registro_core" / "imports" / "files"
    assert all((folder / f"{kind.name}.py").exists() for kind in CORE_KINDS)
