"""A report as JSON: to be kept until the office confirms, and to tell two plans apart."""

import hashlib
import json
from typing import Any

from translationstring import TranslationString

from registro_core.imports.report import (
    Change,
    FileReport,
    Finding,
    Outcome,
    Report,
    RowReport,
    Severity,
)
from registro_core.items import Text


def to_json(report: Report) -> dict[str, object]:
    """The report as plain JSON; texts stay translatable."""
    return {
        "changes": report.changes,
        "findings": [_finding_to_json(finding) for finding in report.findings],
        "files": [_file_to_json(file) for file in report.files],
    }


def from_json(data: Any) -> Report:
    """The report that `to_json` was given."""
    return Report(
        files=[_file_from_json(file) for file in data["files"]],
        findings=[_finding_from_json(finding) for finding in data["findings"]],
        changes=data["changes"],
    )


def digest_of(report: Report) -> str:
    """A name for what the report says: another plan has another."""
    plain = json.dumps(to_json(report), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def _file_to_json(file: FileReport) -> dict[str, object]:
    return {
        "kind": file.kind,
        "name": file.name,
        "findings": [_finding_to_json(finding) for finding in file.findings],
        "rows": [_row_to_json(row) for row in file.rows],
    }


def _file_from_json(data: Any) -> FileReport:
    findings = [_finding_from_json(finding) for finding in data["findings"]]
    rows = [
        RowReport(line, Outcome(outcome), label, tuple(Change(*change) for change in changes))
        for line, outcome, label, changes in data["rows"]
    ]
    return FileReport(data["kind"], data["name"], findings, rows)


def _row_to_json(row: RowReport) -> list[object]:
    changes = [[change.column, change.before, change.after] for change in row.changes]
    return [row.line, row.outcome.value, row.label, changes]


def _finding_to_json(finding: Finding) -> list[object]:
    return [finding.severity.value, _text_to_json(finding.text), finding.line, finding.column]


def _finding_from_json(data: Any) -> Finding:
    severity, text, line, column = data
    return Finding(Severity(severity), _text_from_json(text), line, column)


def _text_to_json(text: Text) -> object:
    if not isinstance(text, TranslationString):
        return text
    mapping = {name: str(value) for name, value in (text.mapping or {}).items()}
    return {"msgid": str(text), "domain": text.domain, "mapping": mapping}


def _text_from_json(data: Any) -> Text:
    if isinstance(data, str):
        return data
    return TranslationString(data["msgid"], domain=data["domain"], mapping=data["mapping"] or None)
