"""Writing the audit log."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TypeAlias

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from registro_core.audit.models import AuditEntry, AuditValues
from registro_core.items import Actor

GENESIS = "0" * 64
ERASED = "audit.values.erased"
# A number of our own, known to nobody else who takes advisory locks on this database.
CHAIN_LOCK = 7234092
# Key of `Session.info` under which acts wait that are recorded together.
TOGETHER = "registro.audit.together"


@dataclass(frozen=True)
class Change:
    """One act to record.

    Values are numbers, texts, lists and mappings; dates and fractions are kept
    as text. Secrets never belong here.
    """

    act: str
    object_type: str
    object_id: int | str
    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)
    student_id: int | None = None
    reason: str | None = None


# Who did what, when.
Act: TypeAlias = tuple[Actor, Change, datetime]


def record_change(session: Session, actor: Actor, change: Change, now: datetime) -> None:
    """Add one act to the log, in the transaction of the act itself."""
    record_changes(session, actor, [change], now)


def record_changes(
    session: Session, actor: Actor, changes: Iterable[Change], now: datetime
) -> None:
    """Add many acts to the log: few statements whatever their number.

    Call it last in the transaction: the chain needs one writer at a time, and
    on PostgreSQL the others wait from here until the transaction ends.
    """
    acts = [(actor, change, now) for change in changes]
    waiting: list[Act] | None = session.info.get(TOGETHER)
    if waiting is None:
        _write(session, acts)
    else:
        waiting += acts


@contextmanager
def recorded_together(session: Session) -> Iterator[None]:
    """Gather the acts recorded inside the block, and add them to the log at its end.

    For what several owners do in one go, each recording its own: the chain is then taken once,
    and last. Nothing is recorded when the block fails.
    """
    waiting: list[Act] = []
    session.info[TOGETHER] = waiting
    try:
        yield
    finally:
        del session.info[TOGETHER]
    _write(session, waiting)


def _write(session: Session, acts: Iterable[Act]) -> None:
    acts = list(acts)
    if not acts:
        return
    session.flush()
    seq, digest = head_for_writing(session)
    entries, values = [], []
    for actor, change, now in acts:
        seq += 1
        before, after = plain(change.before), plain(change.after)
        entry = _entry(seq, actor, change, now, digest)
        entry["values_digest"] = digest_of({"before": before, "after": after})
        digest = entry["digest"] = digest_of(entry)
        entries.append(entry)
        values.append({"seq": seq, "before": before, "after": after})
    # one statement for entries of students and others: without this, NULLs left out part them
    session.execute(insert(AuditEntry).execution_options(render_nulls=True), entries)
    session.execute(insert(AuditValues), values)


def erase_values(
    session: Session, actor: Actor, seqs: Collection[int], reason: str, now: datetime
) -> None:
    """Delete what was before and after in some entries, and say so in the log itself.

    The chain holds: it covers a digest of the values, not the values.
    """
    if not seqs:
        return
    change = Change(ERASED, "audit", "values", after={"seqs": sorted(seqs)}, reason=reason)
    record_change(session, actor, change, now)
    session.execute(delete(AuditValues).where(AuditValues.seq.in_(seqs)))


def head(session: Session) -> tuple[int, str]:
    """The last entry: its number and digest; (0, zeros) for an empty log."""
    last = session.execute(
        select(AuditEntry.seq, AuditEntry.digest).order_by(AuditEntry.seq.desc()).limit(1)
    ).first()
    return (last.seq, last.digest) if last else (0, GENESIS)


def head_for_writing(session: Session) -> tuple[int, str]:
    """The last entry, while nobody else can add one before this transaction ends.

    On PostgreSQL an advisory lock; on SQLite a transaction that writes has the
    database to itself.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})
    return head(session)


def _entry(
    seq: int, actor: Actor, change: Change, now: datetime, previous: str
) -> dict[str, str | int | datetime | None]:
    return {
        "seq": seq,
        # in UTC, as it is read back: the digest is of its text
        "at": now.astimezone(UTC),
        "actor_id": actor.person_id,
        "student_id": change.student_id,
        "act": change.act,
        "object_type": change.object_type,
        "object_id": str(change.object_id),
        "ip": actor.ip,
        "request_id": actor.request_id,
        "reason": change.reason,
        "values_digest": "",
        "previous_digest": previous,
    }


def plain(values: Mapping[str, object]) -> dict[str, object]:
    """Values as the database gives them back: what is digested now is what is verified later."""
    found: dict[str, object] = json.loads(json.dumps(dict(values), default=_plain))
    return found


def digest_of(fields: Mapping[str, object]) -> str:
    """SHA-256 of the fields in a form that does not depend on their order."""
    written = json.dumps(fields, sort_keys=True, default=_plain, ensure_ascii=False)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return str(value)
