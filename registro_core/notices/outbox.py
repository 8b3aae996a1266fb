"""The outbox: which mails are due, who has them in hand, and what became of them.

Every function is one short transaction: on SQLite a writer has the database
to itself, so none may be open while a mail server thinks.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import ColumnElement, Table, Update, or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from registro_core.notices import digests
from registro_core.notices.models import EMAIL, Delivery, DeliveryState, Digest, DirectMail

Box = type[Delivery] | type[DirectMail] | type[Digest]
BATCH = 50
# Longer than a batch may take (see `delivery.BATCH_SECONDS`), or another worker would take it over.
LEASE = timedelta(minutes=5)
# However long another side asks us to wait.
LONGEST_WAIT = timedelta(days=1)
# Minutes to wait after the first refusal, the second, ...; after the eighth the mail is dead.
BACK_OFF = (1, 5, 15, 60, 120, 240, 480)
ERROR_LENGTH = 300
# What a mail becomes by a try; the others were decided without asking a server.
TRIED = frozenset({DeliveryState.SENT, DeliveryState.DEAD})


@dataclass(frozen=True)
class Lane:
    """What one sender takes: the rows of a table, of deliveries those of one channel."""

    box: Box
    channel: str = EMAIL


MAIL_LANES = (Lane(DirectMail), Lane(Delivery), Lane(Digest))


def due(lane: Lane, now: datetime) -> ColumnElement[bool]:
    """Condition: a mail waits to be sent, and no worker has it in hand."""
    box = lane.box
    waits = (
        (box.state == DeliveryState.QUEUED)
        & (box.next_try_at <= now)
        & or_(box.leased_until.is_(None), box.leased_until <= now)
    )
    return waits & (Delivery.channel == lane.channel) if box is Delivery else waits


def anything_due(sessions: sessionmaker[Session], lane: Lane, now: datetime) -> bool:
    """Whether there is work: asked with a reading session, so that idling locks nobody out."""
    with sessions() as session:
        return session.scalar(select(lane.box.id).where(due(lane, now)).limit(1)) is not None


def lease(sessions: sessionmaker[Session], lane: Lane, now: datetime) -> list[int]:
    """Take up to `BATCH` due mails in hand, oldest first; two workers never get the same one."""
    box = lane.box
    chosen = (
        select(box.id)
        .where(due(lane, now))
        .order_by(box.next_try_at, box.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    with sessions.begin() as session:
        ids = list(session.scalars(chosen))
        session.execute(_update(box, ids).values(leased_until=now + LEASE))
    return ids


def release(sessions: sessionmaker[Session], box: Box, ids: Collection[int]) -> None:
    """Put mails back that were not touched."""
    with sessions.begin() as session:
        session.execute(_update(box, ids).values(leased_until=None))


def settle(
    sessions: sessionmaker[Session],
    box: Box,
    row_id: int,
    state: DeliveryState,
    told: Collection[int] = (),
    **values: object,
) -> None:
    """Note what became of a mail for good.

    :param told: the deliveries that a digest spoke of; those left out were not sent.
    """
    with sessions.begin() as session:
        changed = {"state": state, "leased_until": None, **values}
        if state in TRIED:
            changed["attempts"] = box.attempts + 1
        if box is DirectMail:
            changed["body"] = None
        session.execute(_update(box, [row_id]).values(**changed))
        if box is Digest:
            digests.settle_parts(session, row_id, state, told, values)


def postpone(
    sessions: sessionmaker[Session],
    box: Box,
    row_id: int,
    error: str,
    now: datetime,
    *,
    may_have_left: bool = False,
    after: timedelta | None = None,
) -> None:
    """Note a try that failed: the next one later, or none after the eighth.

    :param after: how long the other side asked us to wait at least.
    :param may_have_left: nobody knows whether the server took it; `withdraw_notice` must know.
    """
    with sessions.begin() as session:
        attempts = (session.scalar(select(box.attempts).where(box.id == row_id)) or 0) + 1
        lease = now if may_have_left else None
        changed: dict[str, object] = {
            "attempts": attempts,
            "last_error": error[:ERROR_LENGTH],
            "leased_until": lease,
        }
        if attempts > len(BACK_OFF):
            changed["state"] = DeliveryState.DEAD
            if box is DirectMail:
                changed["body"] = None
            if box is Digest:
                digests.settle_parts(session, row_id, DeliveryState.DEAD, (), {"last_error": error})
        else:
            changed["next_try_at"] = now + max(
                timedelta(minutes=BACK_OFF[attempts - 1]), min(after or timedelta(), LONGEST_WAIT)
            )
        session.execute(_update(box, [row_id]).values(**changed))


def _update(box: Box, ids: Collection[int]) -> Update:
    """Only what is still queued: a row settled meanwhile stays as it is.

    Of the table, not of its class: thousands of mails are noted one by one, and that is half the
    work.
    """
    table = cast("Table", box.__table__)
    return update(table).where(table.c.id.in_(ids), table.c.state == DeliveryState.QUEUED)
