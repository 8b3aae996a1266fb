"""Verifying the log: where it was altered, cut, or computed anew (LOG-3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_spid_auth.models import Record, RecordContent, RecordKind
from registro_spid_auth.records import triggers
from registro_spid_auth.records.chain import CONTENT_FIELDS, FIELDS, GENESIS, digest_of
from registro_spid_auth.records.purging import kept_since
from registro_spid_auth.records.services import NO_CONTENT

# Rows held in memory at once.
BATCH = 1000


class Tampering(StrEnum):
    """What was done to the log."""

    LINE_CHANGED = "line changed"
    LINES_REMOVED = "lines removed"
    CONTENT_CHANGED = "content changed"
    CONTENT_REMOVED = "content removed before its time"
    END_CUT_OFF = "the end was cut off"
    NOT_AS_NOTED = "not the line that the audit log noted: the log was computed anew"
    TRIGGERS_REMOVED = "the triggers that keep it append-only are gone"


@dataclass(frozen=True)
class Finding:
    """What is wrong, and at which line; 0 for the log as a whole."""

    kind: Tampering
    seq: int

    def __str__(self) -> str:
        """As `registro spid log verify` says it."""
        return f"line {self.seq}: {self.kind.value}" if self.seq else self.kind.value


@dataclass(frozen=True)
class VerifyReport:
    """How far the log goes, how many contents were purged in time, and what is wrong."""

    lines: int
    head: str
    purged: int
    findings: tuple[Finding, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def verify(session: Session, noted: Mapping[int, str]) -> VerifyReport:
    """Read the whole log once and find every place where it was tampered with.

    :param noted: digests by line, as the audit log noted them: without these a log cut off at its
        end, or computed anew, looks whole.
    """
    walk = _Walk(noted)
    for row in _rows(session):
        walk.step(row)
    walk.end()
    if triggers.missing(session.connection()):
        walk.found(Tampering.TRIGGERS_REMOVED, 0)
    return VerifyReport(walk.seq, walk.digest, walk.purged, tuple(walk.findings))


def _rows(session: Session) -> Iterator[dict[str, Any]]:
    content = [getattr(RecordContent, name) for name in CONTENT_FIELDS if name != "seq"]
    statement = (
        select(*(getattr(Record, name) for name in FIELDS), Record.digest, *content)
        .outerjoin(RecordContent, RecordContent.seq == Record.seq)
        .order_by(Record.seq)
    )
    result = session.execute(statement, execution_options={"yield_per": BATCH})
    for row in result.mappings():
        yield dict(row)


class _Walk:
    """One pass over the log, from the first line to the last."""

    def __init__(self, noted: Mapping[int, str]) -> None:
        self.noted = noted
        self.seq, self.digest = 0, GENESIS
        self.findings: list[Finding] = []
        self.purged = 0
        # Lines without content, and of when, until the purge comes that says so.
        self.without: dict[int, Any] = {}

    def step(self, row: dict[str, Any]) -> None:
        """Compare one line with the one before, with itself, and with what was noted."""
        seq, line = row["seq"], {name: row[name] for name in FIELDS}
        if seq != self.seq + 1:
            self.found(Tampering.LINES_REMOVED, self.seq + 1)
        elif row["previous_digest"] != self.digest:
            self.found(Tampering.LINE_CHANGED, self.seq or seq)
        if digest_of(line) != row["digest"]:
            self.found(Tampering.LINE_CHANGED, seq)
        if self.noted.get(seq, row["digest"]) != row["digest"]:
            self.found(Tampering.NOT_AS_NOTED, seq)
        self._check_content(row)
        self.seq, self.digest = seq, row["digest"]

    def _check_content(self, row: dict[str, Any]) -> None:
        seq = row["seq"]
        if row["kind"] is RecordKind.PURGE:
            self._purge(row)
        elif row["sealed"] is None:
            self.without[seq] = row["at"]
        elif digest_of({name: row[name] for name in CONTENT_FIELDS}) != row["content_digest"]:
            self.found(Tampering.CONTENT_CHANGED, seq)
        if row["kind"] is RecordKind.PURGE and row["content_digest"] != NO_CONTENT:
            self.found(Tampering.LINE_CHANGED, seq)

    def _purge(self, row: dict[str, Any]) -> None:
        since = kept_since(row["at"])
        lawful = {s for s, at in self.without.items() if s <= row["purged_to"] and at < since}
        self.purged += len(lawful)
        for seq in lawful:
            del self.without[seq]

    def end(self) -> None:
        """What shows only when the whole was read."""
        for seq in sorted(self.without):
            self.found(Tampering.CONTENT_REMOVED, seq)
        if max(self.noted, default=0) > self.seq:
            self.found(Tampering.END_CUT_OFF, self.seq + 1)
        self.findings.sort(key=lambda finding: finding.seq)

    def found(self, kind: Tampering, seq: int) -> None:
        """Remember a finding; of several of a kind at a line, one."""
        finding = Finding(kind, seq)
        if finding not in self.findings:
            self.findings.append(finding)
