"""Meetings in the agenda of the teacher and of the family's child."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from registro_core.api import CalendarEntry, CalendarKind, CalendarOf, Person, Text
from registro_meetings import _
from registro_meetings.models import Booking, BookingState, Slot

GONE = frozenset({BookingState.CANCELLED, BookingState.REFUSED, BookingState.LAPSED})


def calendar_entries(
    session: Session, calendar: CalendarOf, first_day: date, last_day: date
) -> list[CalendarEntry]:
    """The meetings with a place from a day to a day, and those called off: one statement.

    Who only waited is in no calendar. A class has none: meetings are between a teacher and a
    family, and no other family sees them.
    """
    student, teacher = aliased(Person), aliased(Person)
    if calendar.student_id is not None:
        mine = Booking.student_id == calendar.student_id
    elif calendar.teacher_id is not None:
        mine = Booking.teacher_id == calendar.teacher_id
    else:
        return []
    rows = session.execute(
        select(Booking, Slot, student, teacher)
        .join(Slot, Slot.id == Booking.slot_id)
        .join(student, student.id == Booking.student_id)
        .join(teacher, teacher.id == Booking.teacher_id)
        .where(mine, Slot.day.between(first_day, last_day), Booking.seated_at.is_not(None))
        .order_by(Slot.day, Slot.starts_at, Booking.id)
    )
    for_teacher = calendar.teacher_id is not None
    return [
        _entry(booking, slot, _with(pupil if for_teacher else other, for_teacher=for_teacher))
        for booking, slot, pupil, other in rows
    ]


def _with(person: Person, *, for_teacher: bool) -> Text:
    if for_teacher:
        name = f"{person.surname} {person.given_name}"
        return _("Colloquio: famiglia di ${name}", mapping={"name": name})
    name = f"{person.given_name} {person.surname}"
    return _("Colloquio con ${name}", mapping={"name": name})


def _entry(booking: Booking, slot: Slot, title: Text) -> CalendarEntry:
    return CalendarEntry(
        key=f"meetings:{booking.id}",
        day=slot.day,
        title=title,
        kind=CalendarKind.MEETING,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        place=slot.place or "",
        detail=slot.link or "",
        cancelled=booking.state in GONE,
        revision=booking.version,
    )
