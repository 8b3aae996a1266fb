"""Writing a table as a workbook or as CSV; nothing in it is ever run as a formula (check 30)."""

from io import BytesIO

import xlsxwriter

from registro_core.api import csv_text
from registro_grades.exchange.table import FIRST_COLUMN, Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx(table: Table, title: str) -> bytes:
    """A workbook: every cell is a text, as `write` would make a formula of "=1+1"."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        bold, small = book.add_format({"bold": True, "text_wrap": True}), book.add_format()
        small.set_font_color("#888888")
        centred = book.add_format({"align": "center"})
        for number, row in enumerate(table.rows):
            for column, text in enumerate(row):
                below = number >= table.head
                style = (
                    bold
                    if number == 0
                    else small
                    if not below
                    else centred
                    if column >= FIRST_COLUMN
                    else None
                )
                sheet.write_string(number, column, text, style)
        sheet.set_column(0, 0, 12, small)
        sheet.set_column(1, 1, 28)
        sheet.set_column(FIRST_COLUMN, max(FIRST_COLUMN, len(table.rows[0])), 12)
        sheet.freeze_panes(table.head, FIRST_COLUMN)
    return buffer.getvalue()


def csv(table: Table) -> str:
    """The same as CSV for Italian spreadsheets."""
    return csv_text(table.rows[0], table.rows[1:])


def _sheet_name(title: str) -> str:
    """A name that a workbook accepts: at most 31 letters, none of the forbidden ones."""
    return "".join(letter for letter in title if letter not in "[]:*?/\\'")[:31] or "Voti"
