"""Whom the family's pages are about: the children one answers for, and oneself as a student."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.db.dated import holds_on
from registro_core.db.once import once
from registro_core.people.models import Person, StudentProfile
from registro_core.school.models import Enrolment, SchoolClass, SchoolYear
from registro_core.security.identity import Identity

# The colours by which brothers and sisters are told apart.
HUES = ("a", "b")


@dataclass(frozen=True)
class OwnStudent:
    """A student on their own pages and their family's; `hue` is the colour they have there."""

    id: int
    name: str
    birth_date: date | None
    # None: as the school has it for everybody of age.
    may_self_justify: bool | None
    class_id: int
    class_name: str
    year_starts_on: date
    hue: str


def own_students(session: Session, identity: Identity | None, today: date) -> list[OwnStudent]:
    """Who is in a class today, by first name: one statement, whatever parts of a page ask."""
    ids = identity.own_student_ids if identity else frozenset()
    if not ids:
        return []
    return once(session, ("own_students", ids, today), lambda: _read(session, ids, today))


def _read(session: Session, ids: frozenset[int], today: date) -> list[OwnStudent]:
    rows = session.execute(
        select(
            Person.id,
            Person.given_name,
            Person.birth_date,
            StudentProfile.may_self_justify,
            SchoolClass.id,
            SchoolClass.name,
            SchoolYear.starts_on,
        )
        .join(Enrolment, Enrolment.student_id == Person.id)
        .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
        .join(SchoolYear, SchoolYear.id == SchoolClass.year_id)
        .outerjoin(StudentProfile, StudentProfile.person_id == Person.id)
        .where(Person.id.in_(ids), holds_on(Enrolment, today))
        .order_by(Person.given_name, Person.id, Enrolment.starts_on)
    )
    # Whose stay of last year nobody ended is in the class of this year.
    latest = {row.id: row for row in rows}
    return [OwnStudent(*row, HUES[n % len(HUES)]) for n, row in enumerate(latest.values())]
