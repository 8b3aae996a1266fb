"""The report of an import on the terminal."""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

from pyramid.i18n import make_localizer

from registro_core.imports.report import FileReport, Finding, Outcome, Report, Severity
from registro_core.items import Text
from registro_core.plugins import Plugins

# Messages and changes shown of each kind, unless all are asked for.
FEW = 20

Translate = Callable[[Text], str]


class Language(StrEnum):
    """Languages that messages exist in."""

    IT = "it"
    EN = "en"


def print_report(
    report: Report, plugins: Plugins, language: Language, *, everything: bool = False
) -> None:
    """Print counts per file, then what changes, then what is to be looked at (errors last)."""
    translate = _translator(plugins, language)
    limit = None if everything else FEW
    lines = [*_table(report), *_changes(report, limit)]
    for severity in reversed(Severity):
        lines += _findings(report, severity, limit, translate)
    print("\n".join(lines))
    print(f"\n{_tally(report, Severity.ERROR)}, {_tally(report, Severity.WARNING)}")


def _translator(plugins: Plugins, language: Language) -> Translate:
    folders = [Path(str(files(plugin.package))) / "locale" for plugin in plugins.loaded]
    localizer = make_localizer(
        language.value, [str(folder) for folder in folders if folder.is_dir()]
    )

    def translate(text: Text) -> str:
        return str(localizer.translate(text))

    return translate


def _table(report: Report) -> Iterator[str]:
    yield _row("file", ["rows", *Outcome])
    for file in report.files:
        yield _row(file.name, _counts(file))
    sums = [sum(counts) for counts in zip(*map(_counts, report.files), strict=True)]
    yield _row("", sums)


def _counts(file: FileReport) -> list[int]:
    return [len(file.rows), *(file.count(outcome) for outcome in Outcome)]


def _tally(report: Report, severity: Severity) -> str:
    count = report.tally(severity)
    return f"{count:,} {severity}{'' if count == 1 else 's'}"


def _row(name: str, cells: Sequence[int | str]) -> str:
    numbers = (f"{cell:,}" if isinstance(cell, int) else cell for cell in cells)
    return f"{name[:30]:30}" + "".join(f"{number:>9}" for number in numbers)


def _changes(report: Report, limit: int | None) -> Iterator[str]:
    """Each value that changes, with what it was."""
    lines = [
        f"  {file.name}:{row.line} {row.label} [{change.column}] "
        f"{change.before or '-'} -> {change.after or '-'}"
        for file in report.files
        for row in file.rows
        for change in row.changes
    ]
    yield from _some("changes", lines, limit)


def _findings(
    report: Report, severity: Severity, limit: int | None, translate: Translate
) -> Iterator[str]:
    lines = [
        f"  {_place(name, finding)}{translate(finding.text)}"
        for name, finding in report.every_finding()
        if finding.severity is severity
    ]
    yield from _some("notes" if severity is Severity.INFO else f"{severity}s", lines, limit)


def _place(name: str, finding: Finding) -> str:
    line = f":{finding.line}" if finding.line else ""
    column = f" [{finding.column}]" if finding.column else ""
    return f"{name}{line}{column} " if name else ""


def _some(title: str, lines: list[str], limit: int | None) -> Iterator[str]:
    if not lines:
        return
    yield f"\n{title}:"
    yield from lines[:limit]
    if limit is not None and len(lines) > limit:
        yield f"  ... and {len(lines) - limit:,} more (--all shows them)"
