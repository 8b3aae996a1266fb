"""Blocking days: nobody is received, and who had a place is told."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import Change, record_change
from registro_meetings.booking import seats
from registro_meetings.booking.doing import Doer
from registro_meetings.booking.services import call_off
from registro_meetings.models import STANDING, Booking, DayBlock, Hour, Slot


@dataclass(frozen=True)
class Days:
    """Days without meetings, both included, and why, in words for families.

    Of one teacher, or of the whole school (None).
    """

    first_day: date
    last_day: date
    reason: str
    teacher_id: int | None = None


def block(session: Session, doer: Doer, days: Days) -> DayBlock:
    """Receive nobody on these days: bookings there are cancelled, waiting lists too.

    Raises ValueError if the last day comes before the first. Meetings that have begun stay as they
    are.
    """
    if days.last_day < days.first_day:
        raise ValueError(f"{days.last_day} comes before {days.first_day}")
    _hold_hours(session, days.teacher_id)
    row = DayBlock(
        teacher_id=days.teacher_id,
        first_day=days.first_day,
        last_day=days.last_day,
        reason=days.reason,
        added_by=doer.actor.person_id,
        added_at=doer.now,
    )
    session.add(row)
    session.flush()
    _record(session, doer, row, "blocked")
    for slot_id in _slots(session, days):
        slot = seats.lock(session, slot_id)
        for booking in _standing(session, slot):
            call_off(session, doer, booking, slot, days.reason)
    return row


def unblock(session: Session, doer: Doer, row: DayBlock) -> None:
    """Receive again on these days; what was cancelled stays so, families book anew."""
    _record(session, doer, row, "unblocked")
    session.delete(row)
    session.flush()


def _hold_hours(session: Session, teacher_id: int | None) -> None:
    """Wait for who is booking just now; who books later waits for us, and sees the block."""
    statement = select(Hour.id).order_by(Hour.id).with_for_update()
    if teacher_id is not None:
        statement = statement.where(Hour.teacher_id == teacher_id)
    session.scalars(statement).all()


def _slots(session: Session, days: Days) -> list[int]:
    """In one order for all, so that two who block at once do not wait for each other."""
    statement = select(Slot.id).where(Slot.day.between(days.first_day, days.last_day))
    if days.teacher_id is not None:
        statement = statement.where(Slot.teacher_id == days.teacher_id)
    return list(session.scalars(statement.order_by(Slot.id)))


def _standing(session: Session, slot: Slot) -> list[Booking]:
    statement = select(Booking).where(Booking.slot_id == slot.id, Booking.state.in_(STANDING))
    return list(session.scalars(statement.order_by(Booking.id)))


def _record(session: Session, doer: Doer, row: DayBlock, what: str) -> None:
    said = {
        "teacher": row.teacher_id,
        "days": f"{row.first_day}/{row.last_day}",
        "reason": row.reason,
    }
    change = Change(
        act=f"meetings.days.{what}",
        object_type="meetings_block",
        object_id=row.id,
        before=said if what == "unblocked" else {},
        after=said if what == "blocked" else {},
    )
    record_change(session, doer.actor, change, doer.now)
