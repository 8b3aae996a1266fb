"""The courses of a teacher, or of a class."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from registro_core.api import (
    Group,
    SchoolClass,
    Subject,
    SubjectKind,
    Teaching,
    TeachingKind,
    holds_on,
)
from registro_grades.courses.course import CourseKey


@dataclass(frozen=True, order=True)
class CourseEntry:
    """A course in a list: by class, then by subject."""

    class_name: str
    subject: str
    group: str
    class_id: int
    token: str
    # Religion and what is taught instead (G11).
    judged: bool = False

    @property
    def path(self) -> str:
        """Address of its register."""
        return f"/classes/{self.class_id}/marks/{self.token}"

    @property
    def place(self) -> str:
        """The class or the group, for lists."""
        return self.group or self.class_name


def courses_of_teacher(session: Session, teacher_id: int, today: date) -> list[CourseEntry]:
    """What a teacher assesses today, civic education of each class included: one statement."""
    return _entries(
        session, _rows().where(Teaching.teacher_id == teacher_id, holds_on(Teaching, today))
    )


def courses_of_class(session: Session, class_id: int) -> list[CourseEntry]:
    """What is assessed in a class in its year, whoever teaches it: one statement."""
    return _entries(session, _rows().where(Teaching.class_id == class_id))


def _rows() -> Select[*tuple[Any, ...]]:
    """Teachings that give a right to assess, each with its subject and with civic education (G6)."""
    civic = Subject.kind == SubjectKind.CIVIC_EDUCATION
    return (
        select(
            SchoolClass.id,
            SchoolClass.name,
            Subject.id,
            Subject.name,
            Subject.kind,
            Teaching.kind,
            Teaching.group_id,
            Group.name,
        )
        .join_from(Teaching, SchoolClass, SchoolClass.id == Teaching.class_id)
        .join(Subject, or_(Subject.id == Teaching.subject_id, civic))
        .outerjoin(
            Group, and_(Group.id == Teaching.group_id, Subject.kind != SubjectKind.CIVIC_EDUCATION)
        )
        .where(Teaching.kind != TeachingKind.SUPPORT)
        .distinct()
    )


def _entries(session: Session, statement: Select[*tuple[Any, ...]]) -> list[CourseEntry]:
    return sorted(set(map(_entry, session.execute(statement))))


def _entry(row: Iterable[Any]) -> CourseEntry:
    class_id, class_name, subject_id, subject, subject_kind, kind, group_id, group = row
    religion = subject_kind is SubjectKind.RELIGION
    if subject_kind is SubjectKind.CIVIC_EDUCATION:
        return CourseEntry(class_name, subject, "", class_id, str(CourseKey(subject_id)))
    alternative = kind is TeachingKind.ALTERNATIVE
    key = CourseKey(subject_id, group_id, alternative and religion and group_id is None)
    return CourseEntry(
        class_name, subject, group or "", class_id, str(key), religion or alternative
    )
