"""The chain of digests: no line can be altered, removed or slipped in unseen (LOG-3)."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from registro_spid_auth.models import Record

GENESIS = "0" * 64
# Known to nobody else who takes advisory locks on this database.
CHAIN_LOCK = 7234191
# What a line's digest covers, in any order.
FIELDS = ("seq", "at", "kind", "purged_to", "content_digest", "previous_digest")
CONTENT_FIELDS = ("seq", "connector", "provider", "outcome", "person_id", "key_id", "sealed")


def head(session: Session) -> tuple[int, str]:
    """The last line: its number and digest; (0, zeros) for an empty log."""
    statement = select(Record.seq, Record.digest).order_by(Record.seq.desc()).limit(1)
    last = session.execute(statement).first()
    return (last.seq, last.digest) if last else (0, GENESIS)


def head_for_writing(session: Session) -> tuple[int, str]:
    """The last line, while nobody else can add one before this transaction ends.

    On PostgreSQL an advisory lock; on SQLite a transaction that writes has the database to itself.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})
    return head(session)


def digest_of(fields: Mapping[str, object]) -> str:
    """SHA-256 of the fields, in a form that does not depend on their order."""
    written = json.dumps(fields, sort_keys=True, default=_plain, ensure_ascii=False)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value)
