"""A teacher's weekly hours: adding one, and ending it."""

from dataclasses import asdict, dataclass
from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import Change, Person, check_version, record_change
from registro_meetings.booking import seats
from registro_meetings.booking.doing import Doer
from registro_meetings.booking.refusals import NotPossible, Why
from registro_meetings.booking.services import call_off
from registro_meetings.models import STANDING, Booking, Hour, Slot


@dataclass(frozen=True)
class Draft:
    """When a teacher means to receive each week; the fields are those of `Hour`."""

    weekday: int
    starts_at: time
    ends_at: time
    first_day: date
    last_day: date
    minutes: int | None = None
    capacity: int = 1
    place: str | None = None
    link: str | None = None
    confirms: bool = False
    site_id: int | None = None


def add(session: Session, doer: Doer, teacher_id: int, draft: Draft) -> Hour:
    """Receive each week from now on.

    Raises NotPossible for an hour that meets another of the teacher's. That the draft makes sense
    in itself is the form's to see to, and the database's.
    """
    # Two browsers of one teacher at once: the second waits, and sees the first one's hour.
    mine = select(Person.id).where(Person.id == teacher_id)
    session.scalars(mine.with_for_update(key_share=True)).one()
    if _meets_another(session, teacher_id, draft):
        raise NotPossible(Why.OVERLAPS)
    row = Hour(teacher_id=teacher_id, **asdict(draft))
    session.add(row)
    session.flush()
    _record(session, doer, row, "added", {}, asdict(draft))
    return row


def end(session: Session, doer: Doer, row: Hour, seen: int, last_day: date, reason: str) -> None:
    """Receive until a day, no longer: what is booked later is cancelled, families are told why.

    Raises Conflict, and ValueError for a day before the first or after the last there was.
    """
    if not row.first_day <= last_day <= row.last_day:
        raise ValueError(f"{last_day} is not within the hour's days")
    check_version(row, seen)
    before, row.last_day = row.last_day, last_day
    session.flush()
    _record(session, doer, row, "ended", {"last_day": before}, {"last_day": last_day})
    for slot_id in _later_slots(session, row, before):
        slot = seats.lock(session, slot_id)
        standing = select(Booking).where(Booking.slot_id == slot.id, Booking.state.in_(STANDING))
        for booking in session.scalars(standing.order_by(Booking.id)).all():
            call_off(session, doer, booking, slot, reason)


def _meets_another(session: Session, teacher_id: int, draft: Draft) -> bool:
    statement = select(Hour.id).where(
        Hour.teacher_id == teacher_id,
        Hour.weekday == draft.weekday,
        Hour.starts_at < draft.ends_at,
        Hour.ends_at > draft.starts_at,
        Hour.first_day <= draft.last_day,
        Hour.last_day >= draft.first_day,
    )
    return session.scalars(statement.limit(1)).first() is not None


def _later_slots(session: Session, row: Hour, until: date) -> list[int]:
    """The slots of an hour after its new last day: hours do not meet, so times tell them apart."""
    statement = select(Slot.id, Slot.day).where(
        Slot.teacher_id == row.teacher_id,
        Slot.day.between(row.last_day + timedelta(days=1), until),
        Slot.starts_at >= row.starts_at,
        Slot.starts_at < row.ends_at,
    )
    found = session.execute(statement.order_by(Slot.id)).all()
    return [slot.id for slot in found if slot.day.isoweekday() == row.weekday]


def _record(
    session: Session,
    doer: Doer,
    row: Hour,
    what: str,
    before: dict[str, object],
    after: dict[str, object],
) -> None:
    change = Change(
        act=f"meetings.hour.{what}",
        object_type="meetings_hour",
        object_id=row.id,
        before=before,
        after={"teacher": row.teacher_id, **after},
    )
    record_change(session, doer.actor, change, doer.now)
