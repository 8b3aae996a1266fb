"""Days to offer as due: the next lessons of the subject."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from registro_core.api import scheduled_lessons
from registro_homework.courses import Course

# Every subject comes again within a week; a holiday may lie between.
AHEAD = timedelta(days=10)
OFFERED = 3


@dataclass(frozen=True)
class DueDay:
    """A day on which a teacher is in the class again, with the subjects."""

    day: date
    subjects: tuple[str, ...]


def due_days(session: Session, courses: Sequence[Course], after: date) -> list[DueDay]:
    """The next lessons of some courses of one class, as planned: one statement.

    None where no timetable is kept: then the day is typed.
    """
    if not courses:
        return []
    class_id = courses[0].class_id
    planned = scheduled_lessons(session, [class_id], after + timedelta(days=1), after + AHEAD)
    subjects = {each.subject_id for each in courses}
    by_day: dict[date, dict[str, None]] = {}
    seen: dict[int, int] = {}
    for lesson in planned:
        subject, day = lesson.ref.subject_id, lesson.ref.day
        if subject is None or subject not in subjects or lesson.cancelled:
            continue
        if lesson.subject_name in by_day.get(day, ()):
            continue
        seen[subject] = seen.get(subject, 0) + 1
        if seen[subject] <= OFFERED:
            by_day.setdefault(day, {})[lesson.subject_name] = None
    return [DueDay(day, tuple(names)) for day, names in sorted(by_day.items())]
