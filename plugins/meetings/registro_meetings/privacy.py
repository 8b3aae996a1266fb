"""What meetings hold about a person, and what of it may be forgotten (GDPR art. 15 and 17).

Bookings show that the school received a family, and stay. What goes on request is what was said of
them in words: reasons, and where a teacher received.
"""

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from registro_core.api import PersonalData
from registro_meetings import _
from registro_meetings.models import Booking, DayBlock, Hour, Slot

Rows = list[dict[str, object]]


def personal_data(session: Session, person_id: int) -> list[PersonalData]:
    """A child's and a parent's meetings, a teacher's hours and free days: a statement each."""
    of_student = Booking.student_id == person_id
    by_parent = or_(Booking.booked_by == person_id, Booking.decided_by == person_id)
    parts = [
        PersonalData(_("Colloqui sullo studente"), _bookings(session, of_student)),
        PersonalData(_("Colloqui prenotati o decisi"), _bookings(session, by_parent)),
        PersonalData(_("Ore di ricevimento"), _hours(session, person_id)),
        PersonalData(_("Momenti di ricevimento prenotati"), _slots(session, person_id)),
        PersonalData(_("Giorni senza ricevimento"), _blocks(session, person_id)),
    ]
    return [part for part in parts if part.rows]


def erase_person(session: Session, person_id: int) -> None:
    """Forget what was said in words about a student's meetings, and where a teacher received."""
    session.execute(update(Booking).where(Booking.student_id == person_id).values(reason=None))
    session.execute(update(DayBlock).where(DayBlock.teacher_id == person_id).values(reason=None))
    session.execute(update(Hour).where(Hour.teacher_id == person_id).values(place=None, link=None))
    session.execute(update(Slot).where(Slot.teacher_id == person_id).values(place=None, link=None))


def _bookings(session: Session, condition: ColumnElement[bool]) -> Rows:
    rows = session.execute(
        select(
            Slot.day,
            Slot.starts_at,
            Booking.state,
            Booking.booked_at,
            Booking.decided_at,
            Booking.reason,
        )
        .join(Slot, Slot.id == Booking.slot_id)
        .where(condition)
        .order_by(Slot.day, Slot.starts_at, Booking.id)
    )
    return [dict(row) for row in rows.mappings()]


def _hours(session: Session, person_id: int) -> Rows:
    rows = session.execute(
        select(
            Hour.weekday,
            Hour.starts_at,
            Hour.ends_at,
            Hour.first_day,
            Hour.last_day,
            Hour.place,
            Hour.link,
        )
        .where(Hour.teacher_id == person_id)
        .order_by(Hour.id)
    )
    return [dict(row) for row in rows.mappings()]


def _slots(session: Session, person_id: int) -> Rows:
    rows = session.execute(
        select(Slot.day, Slot.starts_at, Slot.ends_at, Slot.place, Slot.link)
        .where(Slot.teacher_id == person_id)
        .order_by(Slot.day, Slot.starts_at)
    )
    return [dict(row) for row in rows.mappings()]


def _blocks(session: Session, person_id: int) -> Rows:
    rows = session.execute(
        select(DayBlock.first_day, DayBlock.last_day, DayBlock.reason, DayBlock.added_at)
        .where(or_(DayBlock.teacher_id == person_id, DayBlock.added_by == person_id))
        .order_by(DayBlock.first_day, DayBlock.id)
    )
    return [dict(row) for row in rows.mappings()]
