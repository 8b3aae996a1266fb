"""Where some students are now: read for all of them at once."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_attendance.events.reading import day_book
from registro_attendance.family.status import Status, status_now
from registro_attendance.models import Roll
from registro_attendance.removed import removed
from registro_attendance.school_days import school_days
from registro_core.api import (
    GroupClass,
    school_day,
    school_time,
)


def statuses(session: Session, classes: Mapping[int, int], now: datetime) -> dict[int, Status]:
    """Where students are now, by student id; `classes` says in which class each is."""
    if not classes:
        return {}
    day, at = school_day(now), school_time(now)
    book = day_book(session, classes, day)
    called = _called(session, set(classes.values()), now)
    calendar = school_days(session, set(classes.values()))
    gone = removed(session, classes)
    return {
        student_id: status_now(
            calendar.slots(class_id, day),
            list(book.stretches(student_id)),
            at,
            called=class_id in called,
            removal=gone.on(student_id, day),
        )
        for student_id, class_id in classes.items()
    }


def _called(session: Session, class_ids: Collection[int], now: datetime) -> set[int]:
    own = select(Roll.class_id).where(Roll.class_id.in_(class_ids), Roll.day == school_day(now))
    of_groups = (
        select(GroupClass.class_id)
        .join(Roll, Roll.group_id == GroupClass.group_id)
        .where(GroupClass.class_id.in_(class_ids), Roll.day == school_day(now))
    )
    return set(session.scalars(own.union(of_groups)))
