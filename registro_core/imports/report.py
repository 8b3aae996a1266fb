"""What an import found and would do: per file, per row, per column, in words for the office."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from registro_core.items import Text


class Severity(StrEnum):
    """How much a finding weighs: one error and nothing is written."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Outcome(StrEnum):
    """What happens to a row."""

    CREATED = "created"
    CHANGED = "changed"
    LEFT = "left"
    REFUSED = "refused"


@dataclass(frozen=True)
class Finding:
    """Something to say about a file (`line` 0), a row (no `column`) or a cell."""

    severity: Severity
    text: Text
    line: int = 0
    column: str = ""


@dataclass(frozen=True)
class Change:
    """A value that a row changes; `before` is empty where there was none."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class RowReport:
    """What becomes of one row. `label` names its subject, such as a person."""

    line: int
    outcome: Outcome
    label: str
    changes: tuple[Change, ...] = ()


@dataclass
class FileReport:
    """What was found in one file and what it would do."""

    kind: str
    name: str
    findings: list[Finding] = field(default_factory=list)
    rows: list[RowReport] = field(default_factory=list)

    def add(self, severity: Severity, text: Text, line: int = 0, column: str = "") -> None:
        """Say something about the file, a row or a cell."""
        self.findings.append(Finding(severity, text, line, column))

    def count(self, outcome: Outcome) -> int:
        """How many rows end so."""
        return self._outcomes()[outcome]

    def tally(self, severity: Severity) -> int:
        """How many findings weigh so much."""
        return sum(finding.severity is severity for finding in self.findings)

    def _outcomes(self) -> Counter[Outcome]:
        return Counter(row.outcome for row in self.rows)


@dataclass
class Report:
    """The whole: a report per file, in the order of planning, and findings about none of them."""

    files: list[FileReport] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    # Rows of the database that would be added, altered or taken out.
    changes: int = 0

    def add(self, severity: Severity, text: Text) -> None:
        """Say something about the import as a whole."""
        self.findings.append(Finding(severity, text))

    def every_finding(self) -> Iterator[tuple[str, Finding]]:
        """All findings, each with the name of its file (empty for the whole)."""
        yield from (("", finding) for finding in self.findings)
        for file in self.files:
            yield from ((file.name, finding) for finding in file.findings)

    def tally(self, severity: Severity) -> int:
        """How many findings weigh so much, over all files."""
        return sum(finding.severity is severity for _, finding in self.every_finding())

    def count(self, outcome: Outcome) -> int:
        """How many rows end so, over all files."""
        return sum(file.count(outcome) for file in self.files)

    @property
    def may_run(self) -> bool:
        """Whether nothing stands in the way of writing: all or nothing."""
        return not self.tally(Severity.ERROR)


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """In the order of the file, as one reads it beside the spreadsheet."""
    return sorted(findings, key=lambda finding: (finding.line, finding.column))
