"""Days of a course that are read-only: closed terms, and days too far back (L7)."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import (
    LOCK_TEXTS,
    ClassIds,
    GroupClass,
    LessonContext,
    LockRules,
    Request,
    Text,
    locks_of,
)
from registro_grades.courses.course import Course
from registro_grades.marks.occasion import Occasion
from registro_grades.settings import LOCK_DAYS


def locked_days(
    session: Session, course: Course, occasion: Occasion, days: Collection[date]
) -> Mapping[date, Text]:
    """Why days may not be written in, by day; days that may are left out: two statements."""
    person_id = occasion.actor.person_id
    if not days or person_id is None:
        return {}
    lock_days = occasion.settings.integer(LOCK_DAYS.name)
    rules = LockRules(occasion.today, occasion.now, lock_days)
    found = locks_of(session, rules, _classes_of(course), person_id, days)
    return {day: LOCK_TEXTS[lock] for day, lock in found.items()}


def _classes_of(course: Course) -> ClassIds:
    """The class; of a group every class whose students are in it, as lessons have it."""
    if course.key.group_id is None:
        return [course.class_id]
    return select(GroupClass.class_id).where(GroupClass.group_id == course.key.group_id)


def lock_of_lesson(request: Request, lesson: LessonContext) -> Text | None:
    """Why no mark may be given in an hour; None if one may: no statement."""
    lock = lesson.lock(request.school_settings.integer(LOCK_DAYS.name))
    return None if lock is None else LOCK_TEXTS[lock]
