"""What is asked of the database when a teacher opens an hour: built once, for classes and groups."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    String,
    and_,
    bindparam,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from registro_core.api import ClassIds, GroupClass, Person, Subject, Teaching, holds_on
from registro_lessons.models import Lesson, Signature, TimetableEntry
from registro_lessons.services.rows import Rows
from registro_lessons.services.versions import version_of_day

DAY, TEACHER = bindparam("day", type_=Date()), bindparam("teacher_id", type_=Integer())
GROUP, CLASS = bindparam("group_id", type_=Integer()), bindparam("class_id", type_=Integer())
SLOT = bindparam("slot", type_=Integer())
PLANNED, TAUGHT = "planned", "taught"


@dataclass(frozen=True)
class Statements:
    """What is asked for an hour; values are bound when they are sent."""

    # Rows of two sorts: PLANNED and TAUGHT.
    here: CompoundSelect[*tuple[Any, ...]]
    signed: Rows


@cache
def statements_for(*, of_group: bool) -> Statements:
    """The statements for the hours of groups, or of classes."""
    lesson_here = Lesson.group_id == GROUP if of_group else Lesson.class_id == CLASS
    classes: ClassIds = (
        select(GroupClass.class_id).where(GroupClass.group_id == GROUP) if of_group else [CLASS]
    )
    entry_here = TimetableEntry.group_id == GROUP if of_group else TimetableEntry.class_id == CLASS
    teaching_here = Teaching.class_id.in_(classes) & (
        or_(Teaching.group_id.is_(None), Teaching.group_id == GROUP)
        if of_group
        else Teaching.group_id.is_(None)
    )
    here = union_all(_planned(entry_here), _teachings(teaching_here, lesson_here))
    return Statements(here.order_by("what", "first_key", "second_key"), _signed(lesson_here))


def _planned(entry_here: ColumnElement[bool]) -> Rows:
    """The week of the class or group."""
    nothing = null()
    return (
        select(
            literal(PLANNED).label("what"),
            TimetableEntry.weekday,
            TimetableEntry.slot,
            TimetableEntry.teacher_id.label("person_id"),
            (Person.surname + " " + Person.given_name).label("person"),
            Subject.id.label("subject_id"),
            Subject.name.label("subject"),
            Subject.kind.label("subject_kind"),
            cast(nothing, Teaching.kind.type).label("kind"),
            cast(nothing, String).label("last_topic"),
            Person.surname.label("first_key"),
            Person.given_name.label("second_key"),
        )
        .join(Person, Person.id == TimetableEntry.teacher_id)
        .join(Subject, Subject.id == TimetableEntry.subject_id)
        .where(entry_here, TimetableEntry.timetable_id == version_of_day(DAY))
    )


def _signed(lesson_here: ColumnElement[bool]) -> Rows:
    columns: tuple[Any, ...] = (
        Lesson.id,
        Lesson.version,
        Lesson.slot,
        Lesson.part,
        Subject.name,
        Lesson.topic,
        Lesson.activity,
        Lesson.module,
        Lesson.created_at,
        Signature.teacher_id,
        Person.surname + " " + Person.given_name,
        Signature.kind,
        Signature.subject_id,
        Signature.replaces_id,
        Signature.student_id,
        Signature.topic,
        Signature.activity,
        Signature.signed_at,
    )
    return (
        select(*columns)
        .join(Signature, Signature.lesson_id == Lesson.id)
        .join(Person, Person.id == Signature.teacher_id)
        .outerjoin(Subject, Subject.id == Lesson.subject_id)
        .where(lesson_here, Lesson.day == DAY)
        .order_by(Lesson.slot, Lesson.part, Signature.signed_at, Signature.id)
    )


def _teachings(teaching_here: ColumnElement[bool], lesson_here: ColumnElement[bool]) -> Rows:
    """What the teacher teaches in the class or group; the person is the student of a support."""
    student, nothing = aliased(Person), null()
    return (
        select(
            literal(TAUGHT),
            cast(nothing, Integer),
            cast(nothing, Integer),
            Teaching.student_id,
            student.surname + " " + student.given_name,
            Teaching.subject_id,
            Subject.name,
            Subject.kind,
            Teaching.kind,
            _last_topic(lesson_here),
            Subject.name,
            cast(nothing, String),
        )
        .join(Subject, Subject.id == Teaching.subject_id)
        .outerjoin(student, student.id == Teaching.student_id)
        .where(
            Teaching.teacher_id == TEACHER,
            teaching_here,
            holds_on(Teaching, DAY),
        )
        .distinct()
    )


def _last_topic(lesson_here: ColumnElement[bool]) -> Any:
    """What was done in the hour before this one in the same subject and place."""
    earlier = or_(Lesson.day < DAY, and_(Lesson.day == DAY, Lesson.slot < SLOT))
    return (
        select(func.coalesce(Lesson.topic, ""))
        .where(lesson_here, Lesson.subject_id == Teaching.subject_id, earlier)
        .order_by(Lesson.day.desc(), Lesson.slot.desc())
        .limit(1)
        .correlate(Teaching)
        .scalar_subquery()
    )
