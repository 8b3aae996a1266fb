"""Verifying the audit log: where it was edited, cut, or computed anew (check 54)."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from registro_core.audit import triggers
from registro_core.audit.anchors import Anchor
from registro_core.audit.models import AuditEntry, AuditValues
from registro_core.audit.services import ERASED, GENESIS, digest_of

# Rows held in memory at once.
BATCH = 2000
# What an entry's digest covers, in any order.
FIELDS = (
    *("seq", "at", "actor_id", "student_id", "act", "object_type", "object_id", "ip"),
    *("request_id", "reason", "values_digest", "previous_digest"),
)
# As the database holds them: an intruder may have written what is no date, and no JSON.
RAW = {
    "at": type_coerce(AuditEntry.at, NullType()),
    "before": type_coerce(AuditValues.before, NullType()),
    "after": type_coerce(AuditValues.after, NullType()),
}


class Tampering(StrEnum):
    """What was done to the log."""

    ENTRY_CHANGED = "entry changed"
    ENTRIES_REMOVED = "entries removed"
    VALUES_CHANGED = "values before or after changed"
    VALUES_REMOVED = "values before or after removed without saying so"
    END_CUT_OFF = "the end was cut off"
    NOT_AS_ANCHORED = "not the entry that was anchored: it, or entries before it, were rewritten"
    TRIGGERS_REMOVED = "the triggers that keep it append-only are gone"


@dataclass(frozen=True)
class Finding:
    """What is wrong, from which entry to which; 0 for the log as a whole."""

    kind: Tampering
    first: int
    last: int

    def __str__(self) -> str:
        """As `registro audit verify` says it."""
        if not self.first:
            return self.kind.value
        where = f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"
        return f"entry {where}: {self.kind.value}"


@dataclass(frozen=True)
class VerifyReport:
    """How far the log goes, what was erased lawfully, up to where it is anchored, what is wrong."""

    entries: int
    head: str
    erased: int
    anchored: int
    findings: tuple[Finding, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def verify(session: Session, anchors: Sequence[Anchor] = ()) -> VerifyReport:
    """Read the whole log once and find every place where it was tampered with.

    Without anchors a log cut off at its end, or rewritten from some entry to
    the end, looks whole: give those of `read_anchors`.
    """
    walk = _Walk(anchors)
    for row in _rows(session):
        walk.step(row)
    walk.end()
    findings = [*walk.findings]
    if triggers.missing(session.connection()):
        findings.append(Finding(Tampering.TRIGGERS_REMOVED, 0, 0))
    anchored = max((anchor.seq for anchor in anchors), default=0)
    return VerifyReport(walk.seq, walk.digest, walk.erased, anchored, tuple(findings))


def _rows(session: Session) -> Iterator[dict[str, Any]]:
    plain = [getattr(AuditEntry, name) for name in (*FIELDS, "digest") if name not in RAW]
    statement = (
        select(*plain, *(column.label(name) for name, column in RAW.items()))
        .outerjoin(AuditValues, AuditValues.seq == AuditEntry.seq)
        .order_by(AuditEntry.seq)
    )
    result = session.execute(statement, execution_options={"yield_per": BATCH})
    for row in result.mappings():
        yield {name: _READERS.get(name, _as_it_is)(value) for name, value in row.items()}


def _as_it_is(value: Any) -> Any:
    return value


def _instant(value: Any) -> Any:
    """The instant in UTC, or what stands there instead of one."""
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        except ValueError:
            return value
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _json(value: Any) -> Any:
    """The values, or what stands there instead of them."""
    if isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


_READERS = {"at": _instant, "before": _json, "after": _json}


class _Walk:
    """One pass over the log, from the first entry to the last."""

    def __init__(self, anchors: Sequence[Anchor]) -> None:
        self.anchored: dict[int, set[str]] = {}
        for anchor in anchors:
            self.anchored.setdefault(anchor.seq, set()).add(anchor.digest)
        self.seq, self.digest = 0, GENESIS
        self.findings: list[Finding] = []
        self.erased = 0
        # Entries whose values are gone, until the entry comes that says who erased them.
        self.without_values: set[int] = set()

    def step(self, row: dict[str, Any]) -> None:
        """Compare one entry with the one before, with itself, and with its anchor."""
        seq, before = row["seq"], row.pop("before")
        values = {"before": before, "after": row.pop("after")}
        if seq != self.seq + 1:
            self._found(Tampering.ENTRIES_REMOVED, self.seq + 1, seq - 1)
        elif row["previous_digest"] != self.digest and not self._blamed(self.seq):
            # this one remembers another predecessor: that one was changed and digested anew
            self._found(Tampering.ENTRY_CHANGED, self.seq or seq)
        digest = row.pop("digest")
        if digest_of(row) != digest:
            self._found(Tampering.ENTRY_CHANGED, seq)
        if self.anchored.get(seq, {digest}) != {digest}:
            self._found_rewritten(seq)
        self._check_values(row, values)
        self.seq, self.digest = seq, digest

    def _check_values(self, row: dict[str, Any], values: dict[str, Any]) -> None:
        seq = row["seq"]
        if values["before"] is None:
            self.without_values.add(seq)
        elif digest_of(values) != row["values_digest"]:
            self._found(Tampering.VALUES_CHANGED, seq)
        elif row["act"] == ERASED:
            lawful = self.without_values.intersection(values["after"].get("seqs", ()))
            self.erased += len(lawful)
            self.without_values -= lawful

    def end(self) -> None:
        """What shows only when the whole was read."""
        for seq in sorted(self.without_values):
            self._found(Tampering.VALUES_REMOVED, seq)
        furthest = max(self.anchored, default=0)
        if furthest > self.seq:
            self._found(Tampering.END_CUT_OFF, self.seq + 1, furthest)
        self.findings.sort(key=lambda finding: finding.first)

    def _found(self, kind: Tampering, first: int, last: int | None = None) -> None:
        self.findings.append(Finding(kind, first, last or first))

    def _found_rewritten(self, seq: int) -> None:
        # the first says it all: whatever follows a rewritten entry is rewritten too
        if not any(finding.kind is Tampering.NOT_AS_ANCHORED for finding in self.findings):
            self._found(Tampering.NOT_AS_ANCHORED, seq)

    def _blamed(self, seq: int) -> bool:
        return any(
            finding.first <= seq <= finding.last and finding.kind is Tampering.ENTRY_CHANGED
            for finding in self.findings[-3:]
        )
