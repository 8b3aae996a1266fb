"""Reminding of the meetings of tomorrow."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from registro_core.api import Audience, Notice, Person, audiences, publish_notices, school_day
from registro_meetings import _
from registro_meetings.booking.notices import REMINDER, reminder_key
from registro_meetings.models import Booking, BookingState, Slot

# Booking, student, time, and the teacher's surname and first name.
Meeting = Row[int, int, time, str, str]


def remind(session: Session, now: datetime) -> None:
    """Remind families of confirmed meetings of tomorrow: a handful of statements for the school."""
    today = school_day(now)
    rows = _meetings(session, today + timedelta(days=1))
    if rows:
        told = audiences(session, {row.student_id for row in rows}, today)
        publish_notices(session, [_notice(row, told[row.student_id]) for row in rows], now)


def _meetings(session: Session, day: date) -> Sequence[Meeting]:
    statement = (
        select(Booking.id, Booking.student_id, Slot.starts_at, Person.surname, Person.given_name)
        .join(Slot, Slot.id == Booking.slot_id)
        .join(Person, Person.id == Booking.teacher_id)
        .where(Slot.day == day, Booking.state == BookingState.CONFIRMED)
        .order_by(Booking.id)
    )
    return session.execute(statement).all()


def _notice(row: Meeting, audience: Audience) -> Notice:
    mapping = {
        "at": row.starts_at,
        "name": audience.given_name,
        "teacher": f"{row.given_name} {row.surname}",
    }
    return Notice(
        kind=REMINDER.name,
        subject=_("Domani alle ${at} colloquio su ${name} con ${teacher}", mapping=mapping),
        body="",
        recipients=audience.people,
        key=reminder_key(row.id),
        student_id=row.student_id,
    )
