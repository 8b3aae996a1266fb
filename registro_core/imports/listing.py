"""The lines of a report that the page shows: filtered, in the order of the files."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from registro_core.imports.report import Outcome, Report, RowReport, Severity
from registro_core.items import Text


class Show(StrEnum):
    """What may be listed."""

    PROBLEMS = "problems"
    NOTES = "notes"
    CHANGED = "changed"
    CREATED = "created"
    LEFT = "left"


@dataclass(frozen=True)
class Line:
    """A line of the list. `tone` is how it is coloured: error, warning, info or ''."""

    file: str
    line: int
    column: str
    text: Text
    tone: str = ""


OUTCOMES = {
    Show.CHANGED: Outcome.CHANGED,
    Show.CREATED: Outcome.CREATED,
    Show.LEFT: Outcome.LEFT,
}


def lines(report: Report, show: Show, file: str = "") -> list[Line]:
    """The lines of one kind, of one file or of all."""
    found = _findings(report, show) if show in {Show.PROBLEMS, Show.NOTES} else _rows(report, show)
    return [line for line in found if not file or line.file == file]


def _findings(report: Report, show: Show) -> Iterator[Line]:
    """Errors first: they are what keeps the import from running."""
    notes = show is Show.NOTES
    for severity in (Severity.INFO,) if notes else (Severity.ERROR, Severity.WARNING):
        for name, finding in report.every_finding():
            if finding.severity is severity:
                yield Line(name, finding.line, finding.column, finding.text, severity.value)


def _rows(report: Report, show: Show) -> Iterator[Line]:
    for file in report.files:
        for row in file.rows:
            if row.outcome is OUTCOMES[show]:
                yield from _row(file.name, row)


def _row(name: str, row: RowReport) -> Iterator[Line]:
    """One line for a row, or one for each value that it changes."""
    if not row.changes:
        yield Line(name, row.line, "", row.label)
    for change in row.changes:
        text = f"{row.label}: {change.before or '–'} → {change.after or '–'}"
        yield Line(name, row.line, change.column, text)
