"""Finding courses: one by its address, all those of a teacher or of a class."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from registro_core.api import (
    Group,
    Person,
    SchoolClass,
    SchoolYear,
    Subject,
    SubjectKind,
    Teaching,
    TeachingKind,
)
from registro_grades.courses.course import Course, CourseKey, Held
from registro_grades.models import Share

HELD = (
    Teaching.teacher_id,
    (Person.surname + " " + Person.given_name).label("teacher"),
    Teaching.subject_id,
    Teaching.kind,
    Teaching.group_id,
    Teaching.starts_on,
    Teaching.ends_on,
)
GROUP = Group.name.label("group_name")
assessing = Teaching.kind != TeachingKind.SUPPORT


def _gives_right() -> ColumnElement[bool]:
    """SQL: whether a teaching of the class gives a right to assess in a subject (G6)."""
    everybody = Subject.kind == SubjectKind.CIVIC_EDUCATION
    same = and_(Teaching.class_id == SchoolClass.id, assessing)
    return and_(same, or_(everybody, Teaching.subject_id == Subject.id))


def course_rows(class_id: int, subject_id: int) -> Select[*tuple[Any, ...]]:
    """A class, its year, a subject and whoever may assess in it: one statement."""
    return (
        select(SchoolClass, SchoolYear, Subject, GROUP, *HELD)
        .join(SchoolYear, SchoolYear.id == SchoolClass.year_id)
        .join(Subject, Subject.id == subject_id)
        .outerjoin(Teaching, _gives_right())
        .outerjoin(Person, Person.id == Teaching.teacher_id)
        .outerjoin(Group, Group.id == Teaching.group_id)
        .where(SchoolClass.id == class_id)
    )


def course_from(rows: Sequence[Any], key: CourseKey) -> Course | None:
    """The course that rows of `course_rows` tell of; None if it is not taught in the class."""
    if not rows:
        return None
    school_class, year, subject = rows[0][:3]
    all_held = [(row[3], Held(*row[4:])) for row in rows if row[4] is not None]
    civic = subject.kind is SubjectKind.CIVIC_EDUCATION
    held = [each for _name, each in all_held if civic or _belongs(each, key, subject.kind)]
    if key.group_id is None and not key.alternative and not held and not civic:
        # Religion that only the alternative is entered under.
        held = [each for _name, each in all_held if each.group_id is None]
    if not held and not civic:
        return None
    group = next((name for name, each in all_held if each.group_id == key.group_id), None)
    return Course(
        class_id=school_class.id,
        class_name=school_class.name,
        year_id=year.id,
        order=school_class.order,
        first_day=year.starts_on,
        last_day=year.ends_on,
        subject_id=subject.id,
        subject=subject.name,
        subject_kind=subject.kind,
        key=key,
        group=group if key.group_id is not None else None,
        share=_share(subject.kind, held),
        held=tuple(held),
    )


def _belongs(held: Held, key: CourseKey, kind: SubjectKind) -> bool:
    """Whether a teaching of the subject is one of this course: its group, its share."""
    split = kind is SubjectKind.RELIGION
    if key.group_id is not None:
        return held.group_id == key.group_id or (held.group_id is None and not split)
    same_share = not split or (held.kind is TeachingKind.ALTERNATIVE) == key.alternative
    return held.group_id is None and same_share


def _share(kind: SubjectKind, held: Sequence[Held]) -> Share:
    if held and all(each.kind is TeachingKind.ALTERNATIVE for each in held):
        return Share.ALTERNATIVE
    return Share.RELIGION if kind is SubjectKind.RELIGION else Share.WHOLE
