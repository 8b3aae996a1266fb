"""The events that ask for a justification, with what was said about them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from registro_attendance.events.reading import DayBook, book_of
from registro_attendance.justifications.items import EventRow, Signed
from registro_attendance.justifications.models import Justification, JustifiedEvent
from registro_attendance.justifications.states import State
from registro_attendance.locks import Asker
from registro_attendance.models import Event, EventKind
from registro_attendance.removed import of_family
from registro_core.api import Person

TO_JUSTIFY = (EventKind.ABSENT, EventKind.LATE, EventKind.EXIT)

# In the order of `EventRow`.
COLUMNS = (
    Event.id,
    Event.student_id,
    Event.class_id,
    Event.day,
    Event.kind,
    Event.starts_at,
    Event.ends_at,
    JustifiedEvent.justification_id,
)
LIVE = (JustifiedEvent.event_id == Event.id) & JustifiedEvent.live.is_(True)


@dataclass(frozen=True)
class SignedEvents:
    """Events that ask for a justification, with the justifications they have, by id."""

    events: list[EventRow]
    signed: dict[int, Signed]
    # All events of the day that was asked for along with them.
    book: DayBook


def events_to_justify(
    session: Session, student_ids: Collection[int], since: date
) -> list[EventRow]:
    """Events that count, with their live justification: one statement.

    Neither short lates (born justified, A10) nor presence elsewhere (A5), nor days on which
    the school itself kept the student away (B2).
    """
    statement = _of_students(select(*COLUMNS), student_ids).where(_asks(since))
    found = [EventRow(*row) for row in session.execute(statement).all()]
    return of_family(session, student_ids, found)


def signed_events(
    session: Session,
    student_ids: Collection[int],
    since: date,
    asker: Asker,
    *,
    state: State | None = None,
    day: date | None = None,
) -> SignedEvents:
    """Events that count, with who signed and decided and why one is open again: one statement.

    :param state: read only the justifications in this state.
    :param day: bring the book of this day along.
    """
    of_day = false() if day is None else Event.day == day
    statement = _with_signatures(student_ids, asker, state).where(or_(_asks(since), of_day))
    rows: Sequence[Any] = session.execute(statement).all()
    size = len(COLUMNS) + 2  # with the rejection, and whether it is locked
    found = [EventRow(*row[:size]) for row in rows if _counts(row, since)]
    return SignedEvents(
        of_family(session, student_ids, found),
        {row[-len(SIGNED)]: Signed(*row[-len(SIGNED) :]) for row in rows if row.state is not None},
        book_of((*row[:2], *row[4:7], row.note) for row in rows if row.day == day),
    )


def _asks(since: date) -> ColumnElement[bool]:
    return and_(Event.day >= since, Event.kind.in_(TO_JUSTIFY), Event.short_late.is_(False))


def _counts(row: Any, since: date) -> bool:
    return row.day >= since and row.kind in TO_JUSTIFY and not row.short_late


def _of_students(columns: Any, student_ids: Collection[int]) -> Select[Any]:
    found: Select[Any] = (
        columns.outerjoin(JustifiedEvent, LIVE)
        .where(Event.student_id.in_(student_ids), Event.cancelled_at.is_(None))
        .order_by(Event.day, Event.id)
    )
    return found


def _name(person: Any) -> ColumnElement[str]:
    return func.coalesce(person.given_name + " " + person.surname, "")


SIGNER, DECIDER = aliased(Person), aliased(Person)
# In the order of `Signed`.
SIGNED: tuple[Any, ...] = (
    Justification.id.label("signed_id"),
    Justification.version,
    Justification.state,
    Justification.reason,
    Justification.text,
    Justification.signed_by,
    _name(SIGNER).label("signed_by_name"),
    Justification.signed_at,
    _name(DECIDER).label("decided_by_name"),
    Justification.decided_at,
    Justification.decision_note,
    Justification.certificate_seen,
)


def _rejection() -> ColumnElement[str | None]:
    """For an event that is open again, what was said when it was last rejected; "" for nothing."""
    past, rejected = aliased(JustifiedEvent), aliased(Justification)
    note = (
        select(func.coalesce(rejected.decision_note, ""))
        .join(past, past.justification_id == rejected.id)
        .where(past.event_id == Event.id, rejected.state == State.REJECTED)
        .order_by(rejected.id.desc())
        .limit(1)
        .correlate(Event)
        .scalar_subquery()
    )
    return case((JustifiedEvent.id.is_(None), note))


def _with_signatures(
    student_ids: Collection[int], asker: Asker, state: State | None
) -> Select[Any]:
    own = Justification.id == JustifiedEvent.justification_id
    wanted = own if state is None else own & (Justification.state == state)
    found = (_rejection().label("rejection"), asker.locked().label("locked"))
    columns = select(*COLUMNS, *found, Event.note, Event.short_late, *SIGNED)
    return (
        _of_students(columns, student_ids)
        .outerjoin(Justification, wanted)
        .outerjoin(SIGNER, SIGNER.id == Justification.signed_by)
        .outerjoin(DECIDER, DECIDER.id == Justification.decided_by)
    )
