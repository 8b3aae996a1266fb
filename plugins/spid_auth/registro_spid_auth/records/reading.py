"""Reading the log: the list for the office, and one line opened, which is itself on record (LOG-3)."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registro_core.api import Actor, Change, Person, record_change
from registro_spid_auth.kinds import Connector
from registro_spid_auth.models import Record, RecordContent, RecordKind
from registro_spid_auth.records.sealing import LogKeys, Sealed

OPENED = "spid_auth.record.opened"


@dataclass(frozen=True)
class Line:
    """A line as a list shows it; without connector once its content was purged."""

    seq: int
    at: datetime
    kind: RecordKind
    connector: Connector | None
    provider: str | None
    outcome: str | None
    person: str | None


class NoContent(Exception):
    """There is no such line, or its content was purged."""


def count_lines(session: Session) -> int:
    """How many lines the log has."""
    return session.scalar(select(func.max(Record.seq))) or 0


def lines(session: Session, offset: int, limit: int) -> list[Line]:
    """The lines, newest first: one statement."""
    statement = (
        select(
            Record.seq,
            Record.at,
            Record.kind,
            RecordContent.connector,
            RecordContent.provider,
            RecordContent.outcome,
            (Person.surname + " " + Person.given_name).label("person"),
        )
        .outerjoin(RecordContent, RecordContent.seq == Record.seq)
        .outerjoin(Person, Person.id == RecordContent.person_id)
        .order_by(Record.seq.desc())
        .offset(offset)
        .limit(limit)
    )
    return [Line(**row) for row in session.execute(statement).mappings()]


def open_line(
    session: Session, actor: Actor, keys: LogKeys, seq: int, reason: str, now: datetime
) -> dict[str, Any]:
    """Open what a line seals, and put on record who did and why.

    Raises `NoContent`, `LogKeyError`.
    """
    row = session.get(RecordContent, seq)
    if row is None:
        raise NoContent(seq)
    content: dict[str, Any] = json.loads(keys.open(seq, Sealed(row.key_id, row.sealed)))
    change = Change(OPENED, "spid_auth_record", seq, reason=reason)
    record_change(session, actor, change, now)
    return content
