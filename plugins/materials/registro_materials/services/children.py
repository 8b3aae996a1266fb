"""Whom the family's pages are about: the children one answers for, and oneself as a student."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import Enrolment, Identity, Person, SchoolClass, holds_on

HUES = ("a", "b")


@dataclass(frozen=True)
class Child:
    """A student on a family's page."""

    id: int
    name: str
    class_name: str
    hue: str


def own_ids(identity: Identity | None) -> frozenset[int]:
    """The students whose family somebody is: no statement."""
    if identity is None:
        return frozenset()
    own = {identity.person_id} if identity.relations.own_classes else set()
    return frozenset(identity.wards) | own


def children_of(session: Session, identity: Identity | None, today: date) -> list[Child]:
    """The students with the class they are in today, by name: one statement."""
    ids = own_ids(identity)
    if not ids:
        return []
    rows = session.execute(
        select(Person.id, Person.given_name, SchoolClass.name)
        .join(Enrolment, Enrolment.student_id == Person.id)
        .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
        .where(Person.id.in_(ids), holds_on(Enrolment, today))
        .order_by(Person.given_name, Person.id, Enrolment.starts_on)
    )
    latest = {student_id: (name, in_class) for student_id, name, in_class in rows}
    return [
        Child(student_id, name, in_class, HUES[number % len(HUES)])
        for number, (student_id, (name, in_class)) in enumerate(latest.items())
    ]
