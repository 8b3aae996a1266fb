"""From a file's bytes to rows with named cells. Nothing that is in a file raises an exception."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from registro_core import _
from registro_core.imports.decoding import UnreadableError, decode
from registro_core.imports.header import match_header
from registro_core.imports.kinds import ImportFile, ImportKind, Row
from registro_core.imports.report import FileReport, Severity

MAX_ROWS = 100_000
MAX_CELL = 2_000
MAX_CELLS = 200
SEPARATORS = ";\t,"

_SPACES = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_file(kind: ImportKind, name: str, data: bytes, report: FileReport) -> ImportFile:
    """Read a file of a kind; whatever is wrong with it is said in the report, per line."""
    try:
        text, encoding = decode(data)
    except UnreadableError as error:
        report.add(Severity.ERROR, error.text)
        return ImportFile(kind, name, frozenset(), ())
    if encoding != "UTF-8":
        report.add(Severity.INFO, _("Letto come ${encoding}.", mapping={"encoding": encoding}))
    return replace(_read_text(kind, name, text, report), digest=sha256(data).hexdigest())


def _read_text(kind: ImportKind, name: str, text: str, report: FileReport) -> ImportFile:
    lines = _lines(text, report)
    names = [column.name for column in kind.columns]
    if kind.has_header:
        first = next(lines, None)
        if first is None:
            report.add(Severity.WARNING, _("Il file è vuoto."))
            return ImportFile(kind, name, frozenset(), ())
        names = match_header(kind, first[1], report)
    if report.tally(Severity.ERROR):
        return ImportFile(kind, name, frozenset(names), ())
    rows = tuple(_rows(kind, names, lines, report))
    if kind.has_header and not rows and not report.tally(Severity.ERROR):
        report.add(Severity.INFO, _("Il file ha solo l’intestazione."))
    return ImportFile(kind, name, frozenset(names) - {""}, rows)


def _rows(
    kind: ImportKind, names: list[str], lines: Iterator[tuple[int, list[str]]], report: FileReport
) -> Iterator[Row]:
    """The rows whose cells can be trusted to stand in the right columns."""
    for count, (line, cells) in enumerate(lines):
        if count >= MAX_ROWS:
            report.add(
                Severity.ERROR, _("Più di ${limit} righe.", mapping={"limit": MAX_ROWS}), line
            )
            return
        width = _width(cells, len(names))
        if kind.has_header and width != len(names):
            _report_width(line, width, len(names), report)
        elif _cells_are_sound(line, names, cells, report):
            yield Row(line, {n: c for n, c in zip(names, cells, strict=False) if n})


def _width(cells: list[str], expected: int) -> int:
    """How many cells count: empty ones beyond the header are left behind by spreadsheets."""
    width = len(cells)
    while width > expected and not cells[width - 1]:
        width -= 1
    return width


def _report_width(line: int, found: int, expected: int, report: FileReport) -> None:
    report.add(
        Severity.ERROR,
        _(
            "La riga ha ${found} celle e l’intestazione ne ha ${expected}: "
            "un separatore di troppo o un a capo dentro una cella?",
            mapping={"found": found, "expected": expected},
        ),
        line,
    )


def _cells_are_sound(line: int, names: list[str], cells: list[str], report: FileReport) -> bool:
    """Say what no value of ours may hold: control characters, lost letters, huge texts."""
    sound = True
    for name, cell in zip(names, cells, strict=False):
        if len(cell) > MAX_CELL:
            text = _("Testo troppo lungo: ${length} caratteri.", mapping={"length": len(cell)})
        elif _CONTROL.search(cell):
            text = _("La cella contiene caratteri di controllo.")
        elif "\ufffd" in cell:
            text = _("Lettere perdute («\ufffd»): esportare di nuovo il file in UTF-8.")
        else:
            continue
        report.add(Severity.ERROR, text, line, name)
        sound = False
    return sound


def _lines(text: str, report: FileReport) -> Iterator[tuple[int, list[str]]]:
    """Split into lines and cells: the number of the line in the file, and trimmed cells.

    Lines without content are passed over; lines that the CSV grammar refuses
    are reported, and reading goes on after them.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = [_clean(cell) for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            _report_grammar(line, str(error), report)
            continue
        if len(cells) > MAX_CELLS:
            report.add(Severity.ERROR, _("Troppe celle in una riga."), line)
        elif any(cells) and not (line == 1 and cells[0].startswith("sep=")):
            yield line, cells


def _report_grammar(line: int, error: str, report: FileReport) -> None:
    if "field larger" in error:
        text = _("Una cella è smisurata: probabilmente una virgoletta non chiusa.")
    else:
        text = _("Virgolette non chiuse o fuori posto.")
    report.add(Severity.ERROR, text, line)


def separator_of(text: str) -> str:
    """Find what separates the cells: the most frequent of `;`, tab and `,` in the first line."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if first.startswith("sep=") and len(first) == 5 and first[4] in SEPARATORS:
        return first[4]
    outside_quotes = re.sub(r'"[^"]*"', "", first)
    return max(SEPARATORS, key=outside_quotes.count)


def _clean(cell: str) -> str:
    """Trim, make every white space one plain space, compose accents."""
    return unicodedata.normalize("NFC", _SPACES.sub(" ", cell).strip())
