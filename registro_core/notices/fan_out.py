"""Asking the channels of plugins whom they reach, when a notice may leave: the worker does it.

Not when it is published: no code of a channel runs in the transaction of a teacher's click, and what
is withdrawn before its time leaves no trace.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from registro_core.items import NoticeChannel
from registro_core.notices.models import Delivery, DeliveryState, NoticeRecipient, PublishedNotice
from registro_core.platform import Platform

log = logging.getLogger(__name__)

NOTICES_AT_ONCE = 50
# Databases take only so many values in one statement.
PEOPLE_AT_ONCE = 5000


def fan_out(platform: Platform, now: datetime) -> int:
    """Queue a delivery for each address of each recipient, by each channel; return of how many.

    Whether they want it and may know is asked when it is sent. A channel that fails is logged and
    left out: there are still inbox and mail.
    """
    channels = platform.notice_channels.values()
    if not channels:
        return 0
    due = _due(channels, now)
    with platform.reading_sessions() as session:
        if session.scalar(select(PublishedNotice.id).where(due).limit(1)) is None:
            return 0
    with platform.sessions.begin() as session:
        return _fan_out(session, channels, due)


def _due(channels: Iterable[NoticeChannel], now: datetime) -> ColumnElement[bool]:
    """Condition: a notice may leave and still be worth it, and no channel was asked about it."""
    oldest = now - max(channel.expires_after for channel in channels)
    return and_(
        PublishedNotice.fanned_out.is_(False),
        PublishedNotice.not_before.between(oldest, now),
        PublishedNotice.withdrawn_at.is_(None),
    )


def _fan_out(session: Session, channels: Iterable[NoticeChannel], due: ColumnElement[bool]) -> int:
    chosen = (
        select(PublishedNotice.id)
        .where(due)
        .order_by(PublishedNotice.not_before, PublishedNotice.id)
        .limit(NOTICES_AT_ONCE)
        # who withdraws one meanwhile waits, and then takes back what was queued
        .with_for_update(skip_locked=True)
    )
    notice_ids = session.scalars(chosen).all()
    recipients = session.execute(
        select(NoticeRecipient.id, NoticeRecipient.person_id, PublishedNotice.not_before)
        .join(PublishedNotice, PublishedNotice.id == NoticeRecipient.notice_id)
        .where(NoticeRecipient.notice_id.in_(notice_ids))
    ).all()
    for channel in channels:
        _queue(session, channel, recipients)
    session.execute(
        update(PublishedNotice).where(PublishedNotice.id.in_(notice_ids)).values(fanned_out=True)
    )
    return len(notice_ids)


def _queue(session: Session, channel: NoticeChannel, recipients: Sequence[Any]) -> None:
    reached = _reached(session, channel, sorted({row.person_id for row in recipients}))
    rows = [
        {
            "recipient_id": recipient_id,
            "channel": channel.name,
            "address": address,
            "state": DeliveryState.QUEUED,
            "attempts": 0,
            "next_try_at": not_before,
        }
        for recipient_id, person_id, not_before in recipients
        for address in reached.get(person_id, ())
    ]
    if rows:
        on_postgresql = session.get_bind().dialect.name == "postgresql"
        insert = postgresql.insert if on_postgresql else sqlite.insert
        session.execute(insert(Delivery).on_conflict_do_nothing(), rows)


def _reached(
    session: Session, channel: NoticeChannel, person_ids: Sequence[int]
) -> dict[int, list[str]]:
    """The addresses of people; the savepoint leaves the transaction usable when a channel fails."""
    reached: dict[int, list[str]] = {}
    try:
        with session.begin_nested():
            for some in _parts(person_ids):
                for person_id, addresses in channel.addresses(session, some).items():
                    reached[person_id] = sorted(set(addresses))
    except Exception:
        log.exception("channel %s is left out of notices", channel.name)
        return {}
    return reached


def _parts(person_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(person_ids), PEOPLE_AT_ONCE):
        yield person_ids[start : start + PEOPLE_AT_ONCE]
