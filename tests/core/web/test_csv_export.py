from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from registro_core.web.csv_export import csv_cell, csv_response, csv_text


class TestCsvCell:
    @pytest.mark.parametrize("text", ["=1+1", "+39 055", "-x", "@SUM(A1)", "\tx", "\rx", "\0x"])
    def test_what_looks_like_a_formula_is_defused(self, text):
        assert csv_cell(text) == f"'{text}"

    @pytest.mark.parametrize(
        ("value", "cell"),
        [
            (-3, "-3"),
            (Fraction(-5, 2), "-2,50"),
            (None, ""),
            ("D’Amico", "D’Amico"),
            (date(2026, 11, 24), "24/11/2026"),
            (datetime(2026, 11, 24, 8, 5, tzinfo=UTC), "24/11/2026 09:05"),
        ],
    )
    def test_other_values(self, value, cell):
        assert csv_cell(value) == cell


def test_a_table_opens_in_italian_spreadsheets():
    text = csv_text(["Nome", "Nota"], [["Anna", 'dice "a; b"']])

    assert text == '\ufeffNome;Nota\r\nAnna;"dice ""a; b"""\r\n'


def test_a_download():
    answer = csv_response("assenze.csv", ["a"], [[1]])

    assert answer.content_type == "text/csv"
    assert answer.content_disposition == 'attachment; filename="assenze.csv"'
    assert answer.body.startswith(b"\xef\xbb\xbf")
