"""Issuing frequency certificates: what the office declares, frozen as it was on that day."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registro_attendance.certificates.models import Certificate
from registro_attendance.justifications.events import events_to_justify
from registro_attendance.removed import removed
from registro_attendance.school_days import school_days
from registro_core.api import (
    Actor,
    Change,
    Enrolment,
    SchoolClass,
    SchoolYear,
    each_day,
    record_change,
    school_day,
)


@dataclass(frozen=True)
class Stay:
    """A student's stay in the school in a year: first and last class joined together."""

    class_id: int
    since: date
    until: date
    still: bool


def stay_of(
    enrolments: list[tuple[Enrolment, SchoolClass]], year: SchoolYear, today: date
) -> Stay | None:
    """What can be declared of a student today; None if they were never here this year."""
    mine = [(e, c) for e, c in enrolments if c.year_id == year.id and e.starts_on <= today]
    if not mine:
        return None
    latest, school_class = max(mine, key=lambda pair: pair[0].starts_on)
    ended = latest.ends_on is not None and latest.ends_on < today
    until = latest.ends_on if ended and latest.ends_on else min(today, year.ends_on)
    return Stay(school_class.id, min(e.starts_on for e, _c in mine), until, not ended)


@dataclass(frozen=True)
class Days:
    """Days of school, and those on which the student came."""

    held: int
    present: int


def days_of(session: Session, student_id: int, stay: Stay) -> Days:
    """Count days by the calendar of the class; a late entry is a day at school."""
    calendar = school_days(session, [stay.class_id])
    held = {
        day
        for day in each_day(stay.since, stay.until)
        if calendar.is_school_day(stay.class_id, day)
    }
    away = {
        event.day
        for event in events_to_justify(session, [student_id], stay.since)
        if event.whole_day and event.day in held
    }
    gone = removed(session, [student_id])
    away |= {day for day in held if gone.on(student_id, day)}
    return Days(len(held), len(held) - len(away))


@dataclass(frozen=True)
class Wanted:
    """What the office asks for: the use the certificate is for, and whether days are counted."""

    purpose: str | None = None
    with_days: bool = False


def issue(
    session: Session,
    student_id: int,
    year: SchoolYear,
    stay: Stay,
    wanted: Wanted,
    actor: Actor,
    now: datetime,
) -> Certificate:
    """Store a certificate with the next number of the year.

    Two offices at once: the second fails on the number, is tried again and gets the next.
    """
    days = days_of(session, student_id, stay) if wanted.with_days else None
    last = session.scalar(
        select(func.max(Certificate.number)).where(Certificate.year_id == year.id)
    )
    row = Certificate(
        student_id=student_id,
        year_id=year.id,
        class_id=stay.class_id,
        number=(last or 0) + 1,
        attending_since=stay.since,
        attending_until=stay.until,
        still_attending=stay.still,
        school_days=days.held if days else None,
        days_present=days.present if days else None,
        purpose=wanted.purpose,
        issued_on=school_day(now),
        issued_by=actor.person_id,
        issued_at=now,
    )
    session.add(row)
    session.flush()
    change = Change(
        act="attendance.certificate.issued",
        object_type="attendance_certificate",
        object_id=row.id,
        after={"number": row.number, "purpose": row.purpose},
        student_id=student_id,
    )
    record_change(session, actor, change, now)
    return row
