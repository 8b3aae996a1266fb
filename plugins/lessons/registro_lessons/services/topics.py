"""What a student's class did, as the student and the family may know it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Date, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from registro_core.api import Enrolment, GroupMember, Subject, holds_on
from registro_lessons.models import Lesson, ModuleKind, RollPart
from registro_lessons.services.parts import part_of
from registro_lessons.services.rows import Rows


@dataclass(frozen=True)
class Topic:
    """An hour of a student's day: no names of others, no text about a single student (V4)."""

    day: date
    slot: int
    subject: str | None
    topic: str | None
    activity: str | None
    module: ModuleKind | None


STUDENTS: BindParameter[Any] = bindparam("students", expanding=True)
FIRST, LAST = bindparam("first", type_=Date()), bindparam("last", type_=Date())
# The stay of one of the students in a class on the day of a lesson.
STAYS = and_(
    Enrolment.student_id.in_(STUDENTS),
    holds_on(Enrolment, Lesson.day),
)
GROUPS = select(GroupMember.group_id).where(
    GroupMember.student_id == Enrolment.student_id,
    holds_on(GroupMember, Lesson.day),
)
HOURS: Rows = (
    select(
        Enrolment.student_id,
        Enrolment.religion,
        Lesson.part,
        Lesson.day,
        Lesson.slot,
        Subject.name,
        Lesson.topic,
        Lesson.activity,
        Lesson.module,
    )
    .select_from(Enrolment)
    .join(
        Lesson,
        and_(STAYS, or_(Lesson.class_id == Enrolment.class_id, Lesson.group_id.in_(GROUPS))),
    )
    .outerjoin(Subject, Subject.id == Lesson.subject_id)
    .order_by(Lesson.day.desc(), Lesson.slot)
)
TOPICS: Rows = HOURS.where(Lesson.day.between(FIRST, LAST))
# The last day on which each student's class has a signed lesson.
LAST_DAYS = (
    select(Enrolment.student_id, func.max(Lesson.day).label("day"))
    .join(Lesson, and_(Lesson.class_id == Enrolment.class_id, STAYS))
    .where(Lesson.day <= LAST)
    .group_by(Enrolment.student_id)
    .subquery()
)
LAST_TOPICS: Rows = HOURS.join(
    LAST_DAYS,
    and_(LAST_DAYS.c.student_id == Enrolment.student_id, LAST_DAYS.c.day == Lesson.day),
)


def topics(
    session: Session, student_ids: Sequence[int], first_day: date, last_day: date
) -> dict[int, list[Topic]]:
    """The hours of some students in a period, by student: one statement, whatever their number.

    Those of the class they were in on the day, of their groups, and of the
    hour of religion only the share of their own choice (L4).
    """
    values = {"students": list(student_ids), "first": first_day, "last": last_day}
    found: dict[int, list[Topic]] = {student_id: [] for student_id in student_ids}
    for row in session.execute(TOPICS, values):
        if _is_theirs(row):
            found[row.student_id].append(Topic(*row[3:]))
    return found


def last_topics(
    session: Session, student_ids: Sequence[int], until: date
) -> dict[int, tuple[date, list[Topic]]]:
    """The last day up to one on which each student's class has a signed lesson, and its hours.

    Who has none is not there. One statement.
    """
    values = {"students": list(student_ids), "last": until}
    found: dict[int, tuple[date, list[Topic]]] = {}
    for row in session.execute(LAST_TOPICS, values):
        _day, hours = found.setdefault(row.student_id, (row.day, []))
        if _is_theirs(row):
            hours.append(Topic(*row[3:]))
    return found


def _is_theirs(row: Any) -> bool:
    return row.part in {RollPart.WHOLE, part_of(row.religion)}
