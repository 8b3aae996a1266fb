"""Whom a family may meet: the teachers who teach the child now."""

from datetime import date

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from registro_core.api import (
    Enrolment,
    GroupMember,
    ReligionChoice,
    Subject,
    SubjectKind,
    Teaching,
    holds_on,
)


def teaches(session: Session, teacher_id: int, student_id: int, day: date) -> bool:
    """Whether somebody is a teacher of this student on a day: one statement."""
    statement = teachers_of(student_id, day).where(Teaching.teacher_id == teacher_id)
    return session.scalars(statement.limit(1)).first() is not None


def teachers_of(student_id: int, day: date) -> Select[int]:
    """The ids of a student's teachers on a day.

    Of the class, or of a group the student is in (L5); in support the student's own alone (L3); in
    religion only of who attends it (L4).
    """
    in_group = select(GroupMember.group_id).where(
        GroupMember.student_id == student_id, holds_on(GroupMember, day)
    )
    of_class = and_(Teaching.group_id.is_(None), Teaching.class_id == Enrolment.class_id)
    attends = Enrolment.religion == ReligionChoice.ATTENDS
    return (
        select(Teaching.teacher_id)
        .join(Subject, Subject.id == Teaching.subject_id)
        .join(Enrolment, or_(of_class, Teaching.group_id.in_(in_group)))
        .where(
            Enrolment.student_id == student_id,
            holds_on(Enrolment, day),
            holds_on(Teaching, day),
            or_(Teaching.student_id.is_(None), Teaching.student_id == student_id),
            or_(Subject.kind != SubjectKind.RELIGION, attends),
        )
        .distinct()
    )
