"""The class register: what was done in each hour, who signed for it (L9: the *diario*)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from registro_core.api import Group, GroupClass, Person, Subject
from registro_lessons.models import Lesson, ModuleKind, RollPart, Signature, SignatureKind


@dataclass(frozen=True)
class Signer:
    """Who signed, in what quality, for whom, and when."""

    name: str
    kind: SignatureKind
    replaces: str | None
    signed_at: datetime


@dataclass
class RegisterLesson:
    """A lesson as the class register shows it; what support teachers write is not in it (L3)."""

    id: int
    day: date
    slot: int
    part: RollPart
    group: str | None
    subject: str | None
    topic: str | None
    activity: str | None
    module: ModuleKind | None
    signers: list[Signer] = field(default_factory=list)


def of_class(class_id: int) -> ColumnElement[bool]:
    """SQL: lessons of a class and of the groups it takes part in."""
    groups = select(GroupClass.group_id).where(GroupClass.class_id == class_id)
    return or_(Lesson.class_id == class_id, Lesson.group_id.in_(groups))


def register(
    session: Session, class_id: int, first_day: date, last_day: date
) -> list[RegisterLesson]:
    """The lessons of a class and its groups in a period, by day and hour: one statement."""
    return read_lessons(session, of_class(class_id), Lesson.day.between(first_day, last_day))


def read_lessons(session: Session, *conditions: ColumnElement[bool]) -> list[RegisterLesson]:
    """Lessons with their signers, by day, hour and share of the class: one statement."""
    teacher, replaced = aliased(Person), aliased(Person)
    statement = (
        select(
            Lesson.id,
            Lesson.day,
            Lesson.slot,
            Lesson.part,
            Group.name.label("group"),
            Subject.name.label("subject"),
            Lesson.topic,
            Lesson.activity,
            Lesson.module,
            (teacher.surname + " " + func.substr(teacher.given_name, 1, 1) + ".").label("name"),
            Signature.kind,
            (replaced.surname + " " + func.substr(replaced.given_name, 1, 1) + ".").label(
                "replaces"
            ),
            Signature.signed_at,
        )
        .join(Signature, Signature.lesson_id == Lesson.id)
        .join(teacher, teacher.id == Signature.teacher_id)
        .outerjoin(replaced, replaced.id == Signature.replaces_id)
        .outerjoin(Subject, Subject.id == Lesson.subject_id)
        .outerjoin(Group, Group.id == Lesson.group_id)
        .where(*conditions)
        .order_by(Lesson.day, Lesson.slot, Lesson.part, Lesson.id, Signature.signed_at)
    )
    return _gathered(session.execute(statement).all())


def _gathered(rows: Collection[Any]) -> list[RegisterLesson]:
    lessons: dict[int, RegisterLesson] = {}
    for row in rows:
        lesson = lessons.get(row.id) or RegisterLesson(*row[:9])
        lessons[row.id] = lesson
        lesson.signers.append(Signer(*row[9:]))
    return list(lessons.values())
