"""With whom a teacher may share: classes and groups taught today, their students, colleagues."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import (
    Enrolment,
    Group,
    Person,
    Role,
    RoleGrant,
    SchoolClass,
    Subject,
    TeachingHeld,
    TeachingKind,
    holds_on,
)


@dataclass(frozen=True)
class Target:
    """A class or group with a subject, a student, or a colleague; `label` is for people."""

    label: str
    class_id: int | None = None
    group_id: int | None = None
    student_id: int | None = None
    colleague_id: int | None = None
    subject_id: int | None = None

    @property
    def value(self) -> str:
        """As a form sends it."""
        kinds = {
            "c": self.class_id,
            "g": self.group_id,
            "s": self.student_id,
            "p": self.colleague_id,
        }
        kind, number = next((k, n) for k, n in kinds.items() if n is not None)
        subject = "" if self.subject_id is None else f"-{self.subject_id}"
        return f"{kind}{number}{subject}"


def courses(session: Session, teachings: Collection[TeachingHeld]) -> list[Target]:
    """The classes and groups of a teacher, each with the subject: at most three statements.

    To support a student is no right to hand out to the class in a subject of its own; it is
    offered with the class's name alone.
    """
    if not teachings:
        return []
    classes = _names(session, SchoolClass, {t.class_id for t in teachings})
    groups = _names(session, Group, {t.group_id for t in teachings if t.group_id is not None})
    subjects = _names(session, Subject, {t.subject_id for t in teachings})
    found = {}
    for teaching in teachings:
        support = teaching.kind is TeachingKind.SUPPORT
        subject = None if support else teaching.subject_id
        place = (
            classes[teaching.class_id] if teaching.group_id is None else groups[teaching.group_id]
        )
        label = place if support else f"{place} · {subjects[teaching.subject_id]}"
        target = (
            Target(label, class_id=teaching.class_id, subject_id=subject)
            if teaching.group_id is None
            else Target(label, group_id=teaching.group_id, subject_id=subject)
        )
        found[target.value] = target
    return sorted(found.values(), key=lambda target: target.label)


def _names(session: Session, table: Any, ids: Iterable[int]) -> dict[int, str]:
    ids = set(ids)
    if not ids:
        return {}
    rows = session.execute(select(table.id, table.name).where(table.id.in_(ids)))
    return {row.id: row.name for row in rows}


def students(session: Session, class_ids: Collection[int], today: date) -> list[Target]:
    """The students of some classes, by class and name: one statement."""
    rows = session.execute(
        select(SchoolClass.name, Person.id, Person.surname, Person.given_name)
        .join(Enrolment, Enrolment.class_id == SchoolClass.id)
        .join(Person, Person.id == Enrolment.student_id)
        .where(SchoolClass.id.in_(class_ids), holds_on(Enrolment, today))
        .order_by(SchoolClass.name, Person.surname, Person.given_name, Person.id)
    )
    return [
        Target(f"{class_name} · {surname} {given_name}", student_id=person_id)
        for class_name, person_id, surname, given_name in rows
    ]


def colleagues(session: Session, owner_id: int, today: date) -> list[Target]:
    """The other teachers of the school: one statement."""
    rows = session.execute(
        select(Person.id, Person.surname, Person.given_name)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == Role.TEACHER, holds_on(RoleGrant, today), Person.id != owner_id)
        .order_by(Person.surname, Person.given_name, Person.id)
        .distinct()
    )
    return [
        Target(f"{surname} {given_name}", colleague_id=person_id)
        for person_id, surname, given_name in rows
    ]
