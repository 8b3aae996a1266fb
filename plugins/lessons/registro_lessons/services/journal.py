"""A teacher's journal: one's own lessons, by day and by class (L9: the *giornale*)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registro_core.api import Group, Person, SchoolClass, Subject
from registro_lessons.models import Lesson, ModuleKind, Signature, SignatureKind


@dataclass(frozen=True)
class JournalEntry:
    """An hour that a teacher signed: what they did in it, their own text for support."""

    day: date
    slot: int
    place: str
    subject: str | None
    kind: SignatureKind
    module: ModuleKind | None
    topic: str | None
    activity: str | None


def journal(
    session: Session,
    teacher_id: int,
    first_day: date,
    last_day: date,
    class_id: int | None = None,
) -> list[JournalEntry]:
    """A teacher's hours in a period, by day and hour: one statement."""
    statement = (
        select(
            Signature.day,
            Signature.slot,
            func.coalesce(SchoolClass.name, Group.name),
            Subject.name,
            Signature.kind,
            Lesson.module,
            func.coalesce(Signature.topic, Lesson.topic),
            func.coalesce(Signature.activity, Lesson.activity),
        )
        .join(Lesson, Lesson.id == Signature.lesson_id)
        .outerjoin(SchoolClass, SchoolClass.id == Lesson.class_id)
        .outerjoin(Group, Group.id == Lesson.group_id)
        .outerjoin(Subject, Subject.id == Signature.subject_id)
        .where(Signature.teacher_id == teacher_id, Signature.day.between(first_day, last_day))
        .order_by(Signature.day, Signature.slot)
    )
    if class_id is not None:
        statement = statement.where(Lesson.class_id == class_id)
    rows: list[Any] = list(session.execute(statement))
    return [JournalEntry(*row) for row in rows]


def classes_signed(session: Session, teacher_id: int) -> list[tuple[int, str]]:
    """The classes in which a teacher signed: to choose one."""
    statement = (
        select(SchoolClass.id, SchoolClass.name)
        .join(Lesson, Lesson.class_id == SchoolClass.id)
        .join(Signature, Signature.lesson_id == Lesson.id)
        .where(Signature.teacher_id == teacher_id)
        .distinct()
        .order_by(SchoolClass.name)
    )
    return [(row.id, row.name) for row in session.execute(statement)]


def support_journal(
    session: Session, student_id: int, first_day: date, last_day: date
) -> list[Any]:
    """The register of support of a student: what support teachers wrote (L3), by day and hour."""
    statement = (
        select(
            Signature.day,
            Signature.slot,
            Signature.topic,
            Signature.activity,
            (Person.surname + " " + Person.given_name).label("teacher"),
            Subject.name.label("subject"),
        )
        .join(Lesson, Lesson.id == Signature.lesson_id)
        .join(Person, Person.id == Signature.teacher_id)
        .outerjoin(Subject, Subject.id == Lesson.subject_id)
        .where(
            Signature.student_id == student_id,
            Signature.kind == SignatureKind.SUPPORT,
            Signature.day.between(first_day, last_day),
        )
        .order_by(Signature.day.desc(), Signature.slot)
    )
    return list(session.execute(statement))
