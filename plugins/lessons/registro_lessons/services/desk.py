"""What a teacher finds when opening an hour: the plan, the signatures, one's own subjects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from registro_core.api import (
    LessonRef,
    Person,
    SchoolClass,
    Subject,
    SubjectKind,
    Teaching,
    TeachingKind,
)
from registro_lessons.models import (
    Lesson,
    ModuleKind,
    RollPart,
    Signature,
    SignatureKind,
    TimetableEntry,
)
from registro_lessons.services.held import at_place
from registro_lessons.services.locks import Lock, LockRules, closed, lock_from, unlocked
from registro_lessons.services.parts import part_taught
from registro_lessons.services.rights import class_ids_of
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
    planned, lock = _planned(session, ref, teacher_id, rules)
    return Desk(
        ref,
        teacher_id,
        planned,
        _signed(session, ref),
        _teachings(session, ref, teacher_id),
        lock,
    )


def _planned(
    session: Session, ref: LessonRef, teacher_id: int, rules: LockRules
) -> tuple[list[PlannedTeacher], Lock | None]:
    """The week of the class or group, and in the same statement whether the day is locked."""
    class_ids = class_ids_of(ref)
    place = (
        TimetableEntry.group_id == ref.group_id
        if ref.group_id is not None
        else TimetableEntry.class_id == SchoolClass.id
    )
    in_week = and_(place, TimetableEntry.timetable_id == version_of_day(ref.day))
    statement = (
        select(
            closed(class_ids, ref.day),
            unlocked(class_ids, teacher_id, ref.day, rules.now),
            TimetableEntry.weekday,
            TimetableEntry.slot,
            TimetableEntry.teacher_id,
            Person.surname + " " + Person.given_name,
            Subject.id,
            Subject.name,
            Subject.kind,
        )
        .select_from(SchoolClass)
        .outerjoin(TimetableEntry, in_week)
        .outerjoin(Person, Person.id == TimetableEntry.teacher_id)
        .outerjoin(Subject, Subject.id == TimetableEntry.subject_id)
        .where(SchoolClass.id == ref.class_id)
        .order_by(Person.surname, Person.given_name)
    )
    rows: Sequence[Any] = session.execute(statement).all()
    lock = lock_from(rules, ref.day, closed=rows[0][0], unlocked=rows[0][1])
    return [PlannedTeacher(*row[2:]) for row in rows if row[2] is not None], lock


def _signed(session: Session, ref: LessonRef) -> list[Signed]:
    statement = (
        select(
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
        .join(Signature, Signature.lesson_id == Lesson.id)
        .join(Person, Person.id == Signature.teacher_id)
        .outerjoin(Subject, Subject.id == Lesson.subject_id)
        .where(at_place(ref), Lesson.day == ref.day)
        .order_by(Lesson.slot, Lesson.part, Signature.signed_at, Signature.id)
    )
    rows: Sequence[Any] = session.execute(statement).all()
    return [Signed(*row) for row in rows]


def _teachings(session: Session, ref: LessonRef, teacher_id: int) -> list[OwnTeaching]:
    student = aliased(Person)
    groups = [None] if ref.group_id is None else [None, ref.group_id]
    statement = (
        select(
            Teaching.subject_id,
            Subject.name,
            Subject.kind,
            Teaching.kind,
            Teaching.student_id,
            student.surname + " " + student.given_name,
            _last_topic(ref),
        )
        .join(Subject, Subject.id == Teaching.subject_id)
        .outerjoin(student, student.id == Teaching.student_id)
        .where(
            Teaching.teacher_id == teacher_id,
            Teaching.class_id.in_(class_ids_of(ref)),
            or_(*(Teaching.group_id == group for group in groups)),
            Teaching.starts_on <= ref.day,
            or_(Teaching.ends_on.is_(None), Teaching.ends_on >= ref.day),
        )
        .distinct()
        .order_by(Subject.name)
    )
    return [OwnTeaching(*row) for row in session.execute(statement)]


def _last_topic(ref: LessonRef) -> Any:
    """SQL: what was done in the hour before this one in the same subject and place."""
    earlier = or_(Lesson.day < ref.day, and_(Lesson.day == ref.day, Lesson.slot < ref.slot))
    return (
        select(func.coalesce(Lesson.topic, ""))
        .where(at_place(ref), Lesson.subject_id == Teaching.subject_id, earlier)
        .order_by(Lesson.day.desc(), Lesson.slot.desc())
        .limit(1)
        .correlate(Teaching)
        .scalar_subquery()
    )
