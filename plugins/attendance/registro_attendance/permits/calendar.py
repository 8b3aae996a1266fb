"""Announced absences and permits in a student's agenda; not why."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_attendance.permits.models import Permit, PermitKind
from registro_attendance.permits.rules import counts_on
from registro_attendance.permits.states import STANDING
from registro_attendance.permits.wording import NAMES
from registro_core.api import CalendarEntry, CalendarKind, CalendarOf, each_day


def calendar_entries(
    session: Session, calendar: CalendarOf, first_day: date, last_day: date
) -> list[CalendarEntry]:
    """What a family announced or asked, day by day: one statement. A class has none: names stay out."""
    if calendar.student_id is None:
        return []
    permits = session.scalars(
        select(Permit).where(
            Permit.student_id == calendar.student_id,
            Permit.state.in_(STANDING),
            Permit.first_day <= last_day,
            Permit.last_day >= first_day,
        )
    )
    return [entry for permit in permits for entry in _entries(permit, first_day, last_day)]


def _entries(permit: Permit, first_day: date, last_day: date) -> Iterator[CalendarEntry]:
    for day in each_day(max(permit.first_day, first_day), min(permit.last_day, last_day)):
        if counts_on(permit.first_day, permit.last_day, permit.weekdays, day):
            yield CalendarEntry(
                key=f"permit:{permit.id}:{day}",
                day=day,
                title=NAMES[PermitKind(permit.kind)],
                kind=CalendarKind.ABSENCE,
                starts_at=permit.at,
                link=f"/students/{permit.student_id}/attendance",
                revision=permit.version,
            )
