"""Reading a table from a file that a teacher sends: XLSX, ODS, XLS or CSV."""

import csv
import io
import zipfile
from datetime import date, datetime

from python_calamine import CalamineError, load_workbook

from registro_core.api import UnreadableError, decode, separator_of
from registro_grades import _
from registro_grades.exchange.table import Table

MAX_ROWS, MAX_COLUMNS, MAX_CELL = 500, 300, 200
# Of a workbook's parts, unpacked: far more than a register's, far less than a bomb's.
MAX_UNPACKED = 40_000_000
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# By which a text that looks like a formula is defused, here and by spreadsheets.
DEFUSED = "'"


def read_table(content: bytes) -> Table:
    """The first sheet of a file, as trimmed texts; raise UnreadableError with what to do."""
    rows = _workbook(content) if content.startswith(WORKBOOKS) else _text(content)
    if len(rows) > MAX_ROWS or any(len(row) > MAX_COLUMNS for row in rows):
        raise UnreadableError(_("Il file ha più righe o colonne di un registro."))
    return Table(rows)


def _workbook(content: bytes) -> list[list[str]]:
    try:
        _refuse_bombs(content)
        book = load_workbook(io.BytesIO(content))
        found = book.get_sheet_by_index(0).to_python(skip_empty_area=False, nrows=MAX_ROWS + 1)
    except (CalamineError, zipfile.BadZipFile, ValueError, IndexError, OSError) as error:
        raise UnreadableError(
            _("Il foglio di calcolo non si legge: salvalo di nuovo come XLSX o CSV.")
        ) from error
    return [[_cell(value) for value in row] for row in found]


def _refuse_bombs(content: bytes) -> None:
    if not content.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
            raise UnreadableError(_("Il file ha più righe o colonne di un registro."))


def _text(content: bytes) -> list[list[str]]:
    text, _encoding = decode(content)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
    try:
        return [[_cell(value) for value in row] for row in lines]
    except csv.Error as error:
        raise UnreadableError(_("Il file CSV ha virgolette fuori posto.")) from error


def _cell(value: object) -> str:
    """A cell as one would type it: 7.0 is 7, a date keeps looking like one."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, datetime | date):
        return value.strftime("%d/%m/%Y")
    return str(value).strip().removeprefix(DEFUSED)[:MAX_CELL]
