"""What meetings add to the register: so far tables and rules that are ready for pages."""

from datetime import date, time

from sqlalchemy.orm import Session

from registro_core.api import (
    CalendarEntry,
    CalendarOf,
    Job,
    NoticeKind,
    PersonalData,
    hookimpl,
)
from registro_meetings import calendar as agenda
from registro_meetings import privacy
from registro_meetings.booking.notices import FAMILY_NOTICE, REMINDER, TEACHER_NOTICE
from registro_meetings.booking.reminders import remind


@hookimpl
def registro_notice_kinds() -> list[NoticeKind]:
    """Return what teachers and families are told."""
    return [TEACHER_NOTICE, FAMILY_NOTICE, REMINDER]


@hookimpl
def registro_jobs() -> list[Job]:
    """Remind of tomorrow's meetings, in the afternoon."""
    return [Job("meetings.reminders", remind, at=time(16, 0))]


@hookimpl
def registro_calendar_entries(
    session: Session, calendar: CalendarOf, first_day: date, last_day: date
) -> list[CalendarEntry]:
    """Put meetings into the agenda."""
    return agenda.calendar_entries(session, calendar, first_day, last_day)


@hookimpl
def registro_personal_data(session: Session, person_id: int) -> list[PersonalData]:
    """Return what meetings hold about a person (GDPR art. 15)."""
    return privacy.personal_data(session, person_id)


@hookimpl
def registro_erase_person(session: Session, person_id: int) -> None:
    """Forget what need not be kept about a person (GDPR art. 17)."""
    privacy.erase_person(session, person_id)
