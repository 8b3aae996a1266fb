"""What a teacher finds when opening an hour: the plan, the signatures, one's own subjects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from registro_core.api import (
    GroupClass,
    LessonRef,
    Person,
    SchoolClass,
    Subject,
    SubjectKind,
    Teaching,
    TeachingKind,
    UTCDateTime,
    holds_on,
)
from registro_lessons.models import (
    Lesson,
    ModuleKind,
    RollPart,
    Signature,
    SignatureKind,
    TimetableEntry,
)
from registro_lessons.services.locks import (
    ClassIds,
    Lock,
    LockRules,
    Rows,
    closed,
    lock_from,
    unlocked,
)
from registro_lessons.services.parts import part_taught
from registro_lessons.services.versions import version_of_day


@dataclass(frozen=True)
class PlannedTeacher:
    """A teacher in the class's timetable of the week."""

    weekday: int
    slot: int
    teacher_id: int
    name: str
    subject_id: int
    subject: str
    subject_kind: SubjectKind


@dataclass(frozen=True)
class Signed:
    """A signature of the day with its lesson. `own_text` is a support teacher's own (L3)."""

    lesson_id: int
    version: int
    slot: int
    part: RollPart
    subject: str | None
    topic: str | None
    activity: str | None
    module: ModuleKind | None
    created_at: datetime
    teacher_id: int
    teacher: str
    kind: SignatureKind
    subject_id: int | None
    replaces_id: int | None
    student_id: int | None
    own_topic: str | None
    own_activity: str | None
    signed_at: datetime


@dataclass(frozen=True)
class OwnTeaching:
    """What one teaches in the class, and what was done last time."""

    subject_id: int
    subject: str
    subject_kind: SubjectKind
    kind: TeachingKind
    student_id: int | None
    student: str | None
    last_topic: str | None

    @property
    def part(self) -> RollPart:
        """For which share of the class it is (L4)."""
        return part_taught(self.kind, self.subject_kind)


@dataclass
class Desk:
    """An hour as a teacher finds it."""

    ref: LessonRef
    teacher_id: int
    planned: list[PlannedTeacher]
    signed: list[Signed]
    teachings: list[OwnTeaching]
    lock: Lock | None

    @cached_property
    def own(self) -> Signed | None:
        """One's own signature of this hour."""
        return next((s for s in self.here if s.teacher_id == self.teacher_id), None)

    @cached_property
    def here(self) -> list[Signed]:
        """The signatures of this hour."""
        return [s for s in self.signed if s.slot == self.ref.slot]

    def planned_in(self, slot: int) -> list[PlannedTeacher]:
        """Who is in the timetable in an hour of the day."""
        weekday = self.ref.day.isoweekday()
        return [p for p in self.planned if (p.weekday, p.slot) == (weekday, slot)]

    @cached_property
    def is_split(self) -> bool:
        """Whether the hour of religion divides the class (L4)."""
        planned = any(
            p.subject_kind is SubjectKind.RELIGION for p in self.planned_in(self.ref.slot)
        )
        return planned or any(s.part is not RollPart.WHOLE for s in self.here)

    def lesson(self, slot: int, part: RollPart) -> Signed | None:
        """A signature of the lesson of an hour for a share of the class; None if unsigned."""
        return next((s for s in self.signed if (s.slot, s.part) == (slot, part)), None)

    def own_hours(self) -> int:
        """For how many consecutive hours from this one the timetable has the same teacher here."""
        slot = self.ref.slot
        while any(p.teacher_id == self.teacher_id for p in self.planned_in(slot)):
            slot += 1
        return max(1, slot - self.ref.slot)


def open_desk(session: Session, ref: LessonRef, teacher_id: int, rules: LockRules) -> Desk:
    """Read all that the page needs for an hour: three statements."""
    values = {
        "class_id": ref.class_id,
        "group_id": ref.group_id,
        "day": ref.day,
        "weekday": ref.day.isoweekday(),
        "slot": ref.slot,
        "teacher_id": teacher_id,
        "now": rules.now,
    }
    statements = _statements(of_group=ref.group_id is not None)
    planned: Sequence[Any] = session.execute(statements.planned, values).all()
    signed: Sequence[Any] = session.execute(statements.signed, values).all()
    teachings: Sequence[Any] = session.execute(statements.teachings, values).all()
    return Desk(
        ref,
        teacher_id,
        [PlannedTeacher(*row[2:]) for row in planned if row[2] is not None],
        [Signed(*row) for row in signed],
        [OwnTeaching(*row) for row in teachings],
        lock_from(rules, ref.day, closed=planned[0][0], unlocked=planned[0][1]),
    )


# ---- the statements: built once, for classes and for groups -------------------------------

DAY, TEACHER = bindparam("day", type_=Date()), bindparam("teacher_id", type_=Integer())
GROUP, CLASS = bindparam("group_id", type_=Integer()), bindparam("class_id", type_=Integer())
SLOT = bindparam("slot", type_=Integer())


@dataclass(frozen=True)
class Statements:
    """What is asked for an hour; values are bound when they are sent."""

    planned: Rows
    signed: Rows
    teachings: Rows


@cache
def _statements(*, of_group: bool) -> Statements:
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
    return Statements(
        _planned(classes, entry_here), _signed(lesson_here), _teachings(teaching_here, lesson_here)
    )


def _planned(classes: ClassIds, entry_here: ColumnElement[bool]) -> Rows:
    """The week of the class or group, and in the same statement whether the day is locked."""
    return (
        select(
            closed(classes, DAY),
            unlocked(classes, TEACHER, DAY, bindparam("now", type_=UTCDateTime())),
            TimetableEntry.weekday,
            TimetableEntry.slot,
            TimetableEntry.teacher_id,
            Person.surname + " " + Person.given_name,
            Subject.id,
            Subject.name,
            Subject.kind,
        )
        .select_from(SchoolClass)
        .outerjoin(
            TimetableEntry, and_(entry_here, TimetableEntry.timetable_id == version_of_day(DAY))
        )
        .outerjoin(Person, Person.id == TimetableEntry.teacher_id)
        .outerjoin(Subject, Subject.id == TimetableEntry.subject_id)
        .where(SchoolClass.id == CLASS)
        .order_by(Person.surname, Person.given_name)
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
    student = aliased(Person)
    return (
        select(
            Teaching.subject_id,
            Subject.name,
            Subject.kind,
            Teaching.kind,
            Teaching.student_id,
            student.surname + " " + student.given_name,
            _last_topic(lesson_here),
        )
        .join(Subject, Subject.id == Teaching.subject_id)
        .outerjoin(student, student.id == Teaching.student_id)
        .where(
            Teaching.teacher_id == TEACHER,
            teaching_here,
            holds_on(Teaching, DAY),
        )
        .distinct()
        .order_by(Subject.name)
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
