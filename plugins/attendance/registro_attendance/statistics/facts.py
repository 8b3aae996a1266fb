"""What attendance answers to other plugins: presence, summaries, alerts."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_attendance import _
from registro_attendance.day.stretches import DAY_END, DAY_START, Stretch, time_of
from registro_attendance.events.reading import day_book, rolls_called
from registro_attendance.models import Event, EventKind
from registro_attendance.permissions import READ
from registro_attendance.removed import removed
from registro_attendance.settings import WARN_FIRST, WARN_SECOND
from registro_attendance.statistics.services import rule_of, settings_of, standings
from registro_core.api import (
    Absence,
    AttendanceSummary,
    Enrolment,
    Presence,
    PresenceState,
    SchoolClass,
    SchoolSettings,
    SchoolYear,
    StudentAlert,
    each_day,
    holds_on,
    roster,
)


def presence(session: Session, class_id: int, day: date) -> Mapping[int, Presence]:
    """Where the students of a class are on a day: three statements."""
    students = [row.student_id for row in roster(session, class_id, day)]
    book = day_book(session, students, day)
    called = bool(rolls_called(session, [class_id], day))
    gone = removed(session, students)
    return {
        student: Presence(PresenceState.REMOVED)
        if gone.on(student, day)
        else presence_of(book.stretches(student), called=called)
        for student in students
    }


def presence_of(stretches: Iterable[Stretch], *, called: bool) -> Presence:
    """Where a student is, from the stretches of the day: the latest one decides."""
    known = sorted(stretches)
    away = [each for each in known if each.kind is not EventKind.OUTSIDE]
    if not away:
        if known:
            return Presence(PresenceState.OUTSIDE)
        return Presence(PresenceState.PRESENT if called else PresenceState.NOT_TAKEN)
    last = away[-1]
    if last.end == DAY_END:
        if last.start == DAY_START:
            return Presence(PresenceState.ABSENT)
        return Presence(PresenceState.LEFT, time_of(last.start))
    if away[0].start == DAY_START:
        return Presence(PresenceState.LATE, time_of(away[0].end))
    return Presence(PresenceState.PRESENT)


def absences(
    session: Session, student_ids: Collection[int], first_day: date, last_day: date
) -> list[Absence]:
    """When students were not in class. Presence elsewhere is presence (A5), a removal is not (B2)."""
    rows = session.execute(
        select(Event.student_id, Event.day, Event.starts_at, Event.ends_at).where(
            Event.student_id.in_(student_ids),
            Event.day.between(first_day, last_day),
            Event.kind != EventKind.OUTSIDE,
            Event.cancelled_at.is_(None),
        )
    )
    return [*(Absence(*row) for row in rows), *_kept_out(session, student_ids, first_day, last_day)]


def _kept_out(
    session: Session, student_ids: Collection[int], first_day: date, last_day: date
) -> Iterable[Absence]:
    for student_id, found in removed(session, student_ids).by_student.items():
        for removal in found:
            first, last = max(first_day, removal.first_day), min(last_day, removal.last_day)
            yield from (Absence(student_id, day) for day in each_day(first, last))


def summaries(
    session: Session, student_ids: Collection[int], year_id: int, until: date
) -> Mapping[int, AttendanceSummary] | None:
    """Hours against the limit, exact (A2). Without a rule the limit is the whole year."""
    year = session.get(SchoolYear, year_id)
    if year is None:
        return None
    found = standings(session, student_ids, rule_of(year, settings_of(session)), until)
    return {
        student: AttendanceSummary(
            scheduled=each.yearly.hours,
            absent=each.absent,
            limit=each.yearly.hours if each.yearly.limit is None else each.yearly.limit,
            excused=each.excused,
        )
        for student, each in found.items()
    }


def warning_shares(settings: SchoolSettings) -> tuple[Fraction, Fraction]:
    """The shares of the yearly hours at which families are warned (A15), in order."""
    first, second = sorted((settings.integer(WARN_FIRST.name), settings.integer(WARN_SECOND.name)))
    return Fraction(first, 100), Fraction(second, 100)


def students_of(session: Session, class_id: int, day: date) -> list[int]:
    """The students of a class on a day: one statement."""
    return list(
        session.scalars(
            select(Enrolment.student_id).where(
                Enrolment.class_id == class_id,
                holds_on(Enrolment, day),
            )
        )
    )


def alerts(session: Session, class_id: int, until: date) -> list[StudentAlert]:
    """The students of a class whose hours of absence are near or past the limit."""
    school_class = session.get(SchoolClass, class_id)
    if school_class is None:
        return []
    year = session.get_one(SchoolYear, school_class.year_id)
    settings = settings_of(session)
    shares = warning_shares(settings)
    found = standings(
        session, students_of(session, class_id, until), rule_of(year, settings), until
    )
    return [
        StudentAlert(
            student,
            "attendance:hours",
            _("Oltre il limite di assenze") if level == 3 else _("Vicino al limite di assenze"),
            READ.name,
            f"/students/{student}/attendance",
            severity=level,
        )
        for student, standing in found.items()
        if (level := standing.level(*shares))
    ]
