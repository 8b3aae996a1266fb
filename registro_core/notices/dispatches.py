"""What the office sees of the outbox: what left, what waits, what was refused; and trying again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, update
from sqlalchemy.orm import Session

from registro_core.audit.services import Change, record_change
from registro_core.items import Actor
from registro_core.notices.models import (
    EMAIL,
    Delivery,
    DeliveryState,
    DirectMail,
    NoticeRecipient,
    PublishedNotice,
)
from registro_core.people.models import Person

NAME = Person.surname + " " + Person.given_name


@dataclass(frozen=True)
class DispatchRow:
    """A mail and its state. `subject` as stored; the mails' texts are not for the office."""

    id: int
    person: str | None
    address: str
    kind: str
    subject: dict[str, object] | str
    channel: str
    state: DeliveryState
    attempts: int
    next_try_at: datetime
    sent_at: datetime | None
    last_error: str | None


@dataclass(frozen=True)
class Wanted:
    """What to show. `direct`: mails of activation and reset instead of notices."""

    state: DeliveryState | None = None
    words: str = ""
    direct: bool = False


def state_counts(session: Session, *, direct: bool) -> dict[DeliveryState, int]:
    """How many mails are in each state."""
    box = DirectMail if direct else Delivery
    return dict(session.execute(select(box.state, func.count()).group_by(box.state)).all())


def count(session: Session, wanted: Wanted) -> int:
    """How many mails match."""
    return session.scalar(select(func.count()).select_from(_rows(wanted).subquery())) or 0


def dispatches(session: Session, wanted: Wanted, offset: int, limit: int) -> list[DispatchRow]:
    """The mails that match, newest first: one statement."""
    box = DirectMail if wanted.direct else Delivery
    statement = _rows(wanted).order_by(box.id.desc()).offset(offset).limit(limit)
    return [DispatchRow(**row) for row in session.execute(statement).mappings()]


def send_again(session: Session, actor: Actor, ids: Collection[int], now: datetime) -> int:
    """Queue dead deliveries of notices anew; return how many there were. Audited.

    Direct mails are not: their text is gone, and their link has expired.
    """
    dead = session.scalars(
        select(Delivery.id).where(Delivery.id.in_(ids), Delivery.state == DeliveryState.DEAD)
    ).all()
    if not dead:
        return 0
    session.execute(
        update(Delivery)
        .where(Delivery.id.in_(dead))
        .values(state=DeliveryState.QUEUED, attempts=0, next_try_at=now)
        .execution_options(synchronize_session=False)
    )
    change = Change("notices.deliveries.resent", "delivery", "many", after={"ids": sorted(dead)})
    record_change(session, actor, change, now)
    return len(dead)


def _rows(wanted: Wanted) -> Select[*tuple[Any, ...]]:
    box = DirectMail if wanted.direct else Delivery
    common = (
        *(box.id, box.address, box.state, box.attempts, box.next_try_at, box.sent_at),
        box.last_error,
        NAME.label("person"),
    )
    statement = _of_direct_mails(common) if wanted.direct else _of_notices(common)
    if wanted.state is not None:
        statement = statement.where(box.state == wanted.state)
    for word in wanted.words.lower().split():
        found = (func.lower(text).contains(word, autoescape=True) for text in (NAME, box.address))
        statement = statement.where(or_(*found))
    return statement


def _of_notices(columns: tuple[ColumnElement[Any] | Any, ...]) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns, PublishedNotice.kind, PublishedNotice.subject)
        .add_columns(Delivery.channel)
        .select_from(Delivery)
        .join(NoticeRecipient, NoticeRecipient.id == Delivery.recipient_id)
        .join(PublishedNotice, PublishedNotice.id == NoticeRecipient.notice_id)
        .join(Person, Person.id == NoticeRecipient.person_id)
    )


def _of_direct_mails(columns: tuple[ColumnElement[Any] | Any, ...]) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns, literal("").label("kind"), DirectMail.subject)
        .add_columns(literal(EMAIL).label("channel"))
        .select_from(DirectMail)
        .outerjoin(Person, Person.id == DirectMail.person_id)
    )
