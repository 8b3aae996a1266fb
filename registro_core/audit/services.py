"""Writing and verifying the audit log."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from registro_core.audit.models import AuditEntry, AuditValues
from registro_core.items import Actor

GENESIS = "0" * 64


@dataclass(frozen=True)
class Change:
    """One act to record. Values are plain JSON; secrets never belong here."""

    act: str
    object_type: str
    object_id: int | str
    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)
    student_id: int | None = None
    reason: str | None = None


def record_change(session: Session, actor: Actor, change: Change, now: datetime) -> None:
    """Add one act to the log, in the transaction of the act itself."""
    record_changes(session, actor, [change], now)


def record_changes(
    session: Session, actor: Actor, changes: Iterable[Change], now: datetime
) -> None:
    """Add many acts to the log: three statements whatever their number.

    The chain needs one writer at a time: on PostgreSQL an advisory lock until
    the transaction ends; on SQLite the transaction itself.
    """
    changes = list(changes)
    if not changes:
        return
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(7234092)"))
    last = session.execute(
        select(AuditEntry.seq, AuditEntry.digest).order_by(AuditEntry.seq.desc()).limit(1)
    ).first()
    seq, digest = (last.seq, last.digest) if last else (0, GENESIS)
    entries, values = [], []
    for change in changes:
        seq += 1
        entry = _entry(seq, actor, change, now, digest)
        digest = str(entry["digest"])
        entries.append(entry)
        values.append({"seq": seq, "before": dict(change.before), "after": dict(change.after)})
    session.execute(insert(AuditEntry), entries)
    session.execute(insert(AuditValues), values)


def _entry(
    seq: int, actor: Actor, change: Change, now: datetime, previous: str
) -> dict[str, object]:
    entry: dict[str, object] = {
        "seq": seq,
        "at": now,
        "actor_id": actor.person_id,
        "student_id": change.student_id,
        "act": change.act,
        "object_type": change.object_type,
        "object_id": str(change.object_id),
        "ip": actor.ip,
        "request_id": actor.request_id,
        "reason": change.reason,
        "values_digest": digest_of({"before": change.before, "after": change.after}),
        "previous_digest": previous,
    }
    return entry | {"digest": digest_of(entry)}


def digest_of(fields: Mapping[str, object]) -> str:
    """SHA-256 of the fields in a form that does not depend on their order."""
    plain = json.dumps(fields, sort_keys=True, default=_plain, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)
