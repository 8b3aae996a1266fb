"""Who was absent in every hour of a subject on a day: a mark of that day is confirmed first (G7)."""

from collections.abc import Collection, Iterable
from datetime import date, time

from sqlalchemy.orm import Session

from registro_core.api import Absence, SchoolClass, absences, scheduled_lessons, slots_of_days
from registro_grades.courses.course import Course

# From when to when an hour lasts, by day.
Hours = dict[date, list[tuple[time, time]]]


def away_all_day(
    session: Session, student_ids: Collection[int], days: Collection[date]
) -> frozenset[tuple[int, date]]:
    """Students and days they were not in school at all: one statement."""
    found = _absences(session, student_ids, days)
    return frozenset((each.student_id, each.day) for each in found if each.whole_day)


def away_from_subject(
    session: Session, course: Course, student_ids: Collection[int], days: Collection[date]
) -> frozenset[tuple[int, date]]:
    """Students and days they missed every hour of the subject: at most a few statements.

    Where no plugin keeps a timetable only whole days are known. Who came late or left early
    is looked at hour by hour.
    """
    found = _absences(session, student_ids, days)
    whole = {(each.student_id, each.day) for each in found if each.whole_day}
    partial = [each for each in found if not each.whole_day]
    hours = _hours(session, course, {each.day for each in partial}) if partial else {}
    missed = {
        (each.student_id, each.day)
        for each in partial
        if _missed_all(each, partial, hours.get(each.day, ()))
    }
    return frozenset(whole | missed)


def _absences(
    session: Session, student_ids: Collection[int], days: Collection[date]
) -> list[Absence]:
    if not days:
        return []
    wanted = set(days)
    found = absences(session, student_ids, min(wanted), max(wanted))
    return [each for each in found if each.day in wanted]


def _missed_all(
    one: Absence, known: Iterable[Absence], hours: Collection[tuple[time, time]]
) -> bool:
    mine = [each for each in known if (each.student_id, each.day) == (one.student_id, one.day)]
    return bool(hours) and all(
        any(each.covers(starts_at, ends_at) for each in mine) for starts_at, ends_at in hours
    )


def _hours(session: Session, course: Course, days: Collection[date]) -> Hours:
    """The hours of the subject on some days, by timetable and bells."""
    first, last = min(days), max(days)
    lessons = [
        lesson
        for lesson in scheduled_lessons(session, [course.class_id], first, last)
        if lesson.ref.subject_id == course.subject_id and not lesson.cancelled
    ]
    if not lessons:
        return {}
    school_class = session.get_one(SchoolClass, course.class_id)
    bells = slots_of_days(session, school_class, first, last)
    found: Hours = {}
    for lesson in lessons:
        for slot in bells.get(lesson.ref.day, ()):
            if slot.number == lesson.ref.slot and lesson.ref.day in days:
                found.setdefault(lesson.ref.day, []).append((slot.starts_at, slot.ends_at))
    return found
