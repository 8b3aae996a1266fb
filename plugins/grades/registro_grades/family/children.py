"""Whom the family's pages are about: the children one answers for, and oneself as a student."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from registro_core.api import Enrolment, Person, Request, SchoolClass, holds_on
from registro_grades.family.reading import FamilyMark, Reader, family_marks
from registro_grades.marks.visibility import Viewer

# What is older is no news.
NEWS = timedelta(days=45)
HUES = ("a", "b")


@dataclass(frozen=True)
class Child:
    """A student on a family's page."""

    id: int
    name: str
    class_name: str
    hue: str


def own_ids(request: Request) -> set[int]:
    """The students whose family the person signed in is: no statement."""
    identity = request.identity
    if identity is None:
        return set()
    own = {identity.person_id} if identity.relations.own_classes else set()
    return set(identity.wards) | own


def children_of(request: Request) -> list[Child]:
    """The students with the class they are in today, by name: one statement."""
    ids = own_ids(request)
    if not ids:
        return []
    rows = request.dbsession.execute(
        select(Person.id, Person.given_name, SchoolClass.name)
        .join(Enrolment, Enrolment.student_id == Person.id)
        .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
        .where(Person.id.in_(ids), holds_on(Enrolment, request.today))
        .order_by(Person.given_name, Person.id, Enrolment.starts_on)
    )
    # Whose stay of last year nobody ended is in the class of this year.
    latest = {student_id: (name, in_class) for student_id, name, in_class in rows}
    return [
        Child(student_id, name, in_class, HUES[number % len(HUES)])
        for number, (student_id, (name, in_class)) in enumerate(latest.items())
    ]


def latest_of(request: Request, ids: Collection[int]) -> dict[int, list[FamilyMark]]:
    """The marks of the last weeks of each student, newest first: one statement."""
    if not ids:
        return {}
    identity = request.identity
    reader = Reader(identity.person_id if identity else 0, Viewer.FAMILY, request.now)
    found = family_marks(request.dbsession, ids, request.today - NEWS, request.today, reader)
    by_child: dict[int, list[FamilyMark]] = {student_id: [] for student_id in ids}
    for each in found:
        if each.mark.cancelled_at is None:
            by_child[each.mark.student_id].append(each)
    return by_child
