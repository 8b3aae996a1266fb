"""Tables to download as CSV that Italian spreadsheets open well, and safely (check 30)."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from pyramid.response import Response

from registro_core.clock import SCHOOL_ZONE

# A cell that begins so would be run as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0")
UTF8_BOM = "\ufeff"

Cell = str | int | Fraction | date | None


def csv_cell(value: Cell) -> str:
    """Write a value as Italian spreadsheets read it; text that looks like a formula is defused.

    Numbers stay numbers, negative ones too; fractions get two decimals and a comma; instants stand
    as on the school's wall.
    """
    if value is None:
        return ""
    if isinstance(value, Fraction):
        return f"{Decimal(value.numerator) / Decimal(value.denominator):.2f}".replace(".", ",")
    if isinstance(value, datetime):
        return value.astimezone(SCHOOL_ZONE).strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, int):
        return str(value)
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def csv_text(head: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> str:
    """A whole table: semicolons, and the mark by which Excel knows UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(csv_cell(cell) for cell in head)
    writer.writerows([csv_cell(cell) for cell in row] for row in rows)
    return UTF8_BOM + buffer.getvalue()


def csv_response(filename: str, head: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> Response:
    """A download. `filename` is ours (ASCII, no quotes), never what somebody typed."""
    response = Response(csv_text(head, rows), content_type="text/csv", charset="utf-8")
    response.content_disposition = f'attachment; filename="{filename}"'
    return response
