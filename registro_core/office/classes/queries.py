"""What the office reads of a class, and the choices of its forms."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.db.dated import holds_on
from registro_core.items import Role
from registro_core.people.models import Person, RoleGrant
from registro_core.school.models import (
    ClassDuty,
    Group,
    GroupClass,
    GroupMember,
    Site,
    Subject,
    Teaching,
)

Choices = list[tuple[int, str]]


def teachings(session: Session, class_id: int) -> Sequence[Any]:
    """All teachings of a class, ended ones last."""
    statement = (
        select(
            Teaching.id,
            Teaching.kind,
            Teaching.weekly_hours,
            Teaching.starts_on,
            Teaching.ends_on,
            Person.surname,
            Person.given_name,
            Subject.name.label("subject"),
        )
        .join(Person, Person.id == Teaching.teacher_id)
        .join(Subject, Subject.id == Teaching.subject_id)
        .where(Teaching.class_id == class_id)
        .order_by(Teaching.ends_on.is_not(None), Subject.name, Person.surname)
    )
    return session.execute(statement).all()


def duties(session: Session, class_id: int) -> Sequence[Any]:
    """Duties in the council, ended ones last."""
    statement = (
        select(
            ClassDuty.id,
            ClassDuty.kind,
            ClassDuty.starts_on,
            ClassDuty.ends_on,
            Person.surname,
            Person.given_name,
        )
        .join(Person, Person.id == ClassDuty.person_id)
        .where(ClassDuty.class_id == class_id)
        .order_by(ClassDuty.ends_on.is_not(None), ClassDuty.kind, ClassDuty.starts_on)
    )
    return session.execute(statement).all()


def groups(session: Session, class_id: int) -> list[Group]:
    """Groups in which the class's students are."""
    statement = (
        select(Group)
        .join(GroupClass, GroupClass.group_id == Group.id)
        .where(GroupClass.class_id == class_id)
        .order_by(Group.name)
    )
    return list(session.scalars(statement))


def members(session: Session, group_id: int, day: date) -> set[int]:
    """Ids of the students in a group on a day."""
    statement = select(GroupMember.student_id).where(
        GroupMember.group_id == group_id,
        holds_on(GroupMember, day),
    )
    return set(session.scalars(statement))


def teachers(session: Session, day: date) -> Choices:
    """Everybody who is a teacher on a day."""
    statement = (
        select(Person.id, Person.surname, Person.given_name)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == Role.TEACHER, holds_on(RoleGrant, day))
        .order_by(Person.surname, Person.given_name)
    )
    return [(row.id, f"{row.surname} {row.given_name}") for row in session.execute(statement)]


def subjects(session: Session) -> Choices:
    """Subjects by name."""
    rows = session.execute(select(Subject.id, Subject.name).order_by(Subject.name))
    return [(row.id, row.name) for row in rows]


def sites(session: Session) -> Choices:
    """Sites by name."""
    rows = session.execute(select(Site.id, Site.name).order_by(Site.name))
    return [(row.id, row.name) for row in rows]
