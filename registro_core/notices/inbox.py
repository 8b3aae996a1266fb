"""A person's inbox: what they were told, and what they have not read yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from registro_core.clock import school_day
from registro_core.notices.audience import may_know
from registro_core.notices.models import NoticeRecipient, PublishedNotice


@dataclass(frozen=True)
class InboxRow:
    """A notice in an inbox; texts as stored, to be rendered in the reader's language."""

    id: int
    subject: dict[str, object]
    body: dict[str, object]
    link: str
    at: datetime
    read: bool
    withdrawn: bool


def count(session: Session, person_id: int, now: datetime, *, unread_only: bool) -> int:
    """How many notices the inbox shows."""
    return session.scalar(_counting(person_id, now, unread_only=unread_only)) or 0


def inbox(
    session: Session, person_id: int, now: datetime, *, unread_only: bool, offset: int, limit: int
) -> list[InboxRow]:
    """The notices of a person, newest first: one statement."""
    columns = (
        NoticeRecipient.id,
        PublishedNotice.subject,
        PublishedNotice.body,
        PublishedNotice.link,
        PublishedNotice.not_before.label("at"),
        NoticeRecipient.read_at.is_not(None).label("read"),
        PublishedNotice.withdrawn_at.is_not(None).label("withdrawn"),
    )
    statement = (
        _joined(select(*columns))
        .where(*shown(person_id, now, school_day(now), unread_only=unread_only))
        .order_by(PublishedNotice.not_before.desc(), NoticeRecipient.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [InboxRow(**row) for row in session.execute(statement).mappings()]


def mark_read(session: Session, person_id: int, recipient_id: int, now: datetime) -> str | None:
    """Note that a person has read a notice; return its link, None if it is not theirs to read.

    When it was first read is kept.
    """
    link: str | None = session.scalar(
        _joined(select(PublishedNotice.link)).where(
            NoticeRecipient.id == recipient_id,
            *shown(person_id, now, school_day(now), unread_only=False),
        )
    )
    if link is not None:
        _mark(session, NoticeRecipient.id == recipient_id, now)
    return link


def mark_all_read(session: Session, person_id: int, now: datetime) -> None:
    """Note that a person has read all that the inbox shows now."""
    unread = _joined(select(NoticeRecipient.id)).where(
        *shown(person_id, now, school_day(now), unread_only=True)
    )
    _mark(session, NoticeRecipient.id.in_(unread), now)


def _mark(session: Session, which: ColumnElement[bool], now: datetime) -> None:
    session.execute(
        update(NoticeRecipient)
        .where(which, NoticeRecipient.read_at.is_(None))
        .values(read_at=now)
        .execution_options(synchronize_session=False)
    )


def _counting(person_id: int, now: datetime, *, unread_only: bool) -> Select[int]:
    conditions = shown(person_id, now, school_day(now), unread_only=unread_only)
    return _joined(select(func.count())).where(*conditions)


def _joined(statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    statement = statement.select_from(NoticeRecipient)
    return statement.join(PublishedNotice, PublishedNotice.id == NoticeRecipient.notice_id)


def shown(
    person_id: Any, now: Any, day: date, *, unread_only: bool
) -> Sequence[ColumnElement[bool]]:
    """Conditions for what an inbox shows: a withdrawn notice only to who has already read it."""
    unread, valid = NoticeRecipient.read_at.is_(None), PublishedNotice.withdrawn_at.is_(None)
    state = and_(unread, valid) if unread_only else or_(~unread, valid)
    return (
        NoticeRecipient.person_id == person_id,
        PublishedNotice.not_before <= now,
        state,
        may_know(NoticeRecipient.person_id, PublishedNotice.student_id, day),
    )
