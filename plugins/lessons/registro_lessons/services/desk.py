"""What a teacher finds when opening an hour: the plan, the signatures, one's own subjects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from registro_core.api import (
    LessonRef,
    SubjectKind,
    TeachingKind,
)
from registro_lessons.models import (
    ModuleKind,
    RollPart,
    SignatureKind,
)
from registro_lessons.services.desk_statements import PLANNED, TAUGHT, statements_for
from registro_lessons.services.parts import part_taught


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


def open_desk(session: Session, ref: LessonRef, teacher_id: int) -> Desk:
    """Read all that the page needs for an hour: two statements."""
    values = {
        "class_id": ref.class_id,
        "group_id": ref.group_id,
        "day": ref.day,
        "weekday": ref.day.isoweekday(),
        "slot": ref.slot,
        "teacher_id": teacher_id,
    }
    statements = statements_for(of_group=ref.group_id is not None)
    here: Sequence[Any] = session.execute(statements.here, values).all()
    signed: Sequence[Any] = session.execute(statements.signed, values).all()
    return Desk(
        ref,
        teacher_id,
        [_planned_teacher(row) for row in here if row.what == PLANNED],
        [Signed(*row) for row in signed],
        [_own_teaching(row) for row in here if row.what == TAUGHT],
    )


def _planned_teacher(row: Any) -> PlannedTeacher:
    return PlannedTeacher(
        row.weekday,
        row.slot,
        row.person_id,
        row.person,
        row.subject_id,
        row.subject,
        row.subject_kind,
    )


def _own_teaching(row: Any) -> OwnTeaching:
    return OwnTeaching(
        row.subject_id,
        row.subject,
        row.subject_kind,
        row.kind,
        row.person_id,
        row.person,
        row.last_topic,
    )
