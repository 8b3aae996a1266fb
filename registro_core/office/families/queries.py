"""What the office reads of a person's family and classes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from registro_core.people.models import Guardianship, Person, StudentProfile
from registro_core.school.models import Enrolment, SchoolClass, SchoolYear

COLUMNS = (
    Guardianship.id,
    Guardianship.kind,
    Guardianship.can_justify,
    Guardianship.starts_on,
    Guardianship.ends_on,
    Guardianship.restricted_from,
)


def of_person(session: Session, person_id: int) -> dict[str, Any]:
    """Guardians, wards, enrolments and profile of a person: four statements."""
    return {
        "guardians": _others(session, Guardianship.guardian_id, Guardianship.student_id, person_id),
        "wards": _others(session, Guardianship.student_id, Guardianship.guardian_id, person_id),
        "enrolments": enrolments(session, person_id),
        "profile": session.get(StudentProfile, person_id),
    }


def _others(session: Session, other: Any, own: Any, person_id: int) -> Sequence[Any]:
    relative = aliased(Person)
    statement = (
        select(*COLUMNS, relative.id.label("person_id"), relative.surname, relative.given_name)
        .join(relative, relative.id == other)
        .where(own == person_id)
        .order_by(Guardianship.ends_on.is_not(None), relative.surname, relative.given_name)
    )
    return session.execute(statement).all()


def enrolments(session: Session, student_id: int) -> Sequence[Any]:
    """A student's stays in classes, newest first."""
    statement = (
        select(
            Enrolment.id,
            Enrolment.starts_on,
            Enrolment.ends_on,
            Enrolment.religion,
            Enrolment.leaving_reason,
            SchoolClass.id.label("class_id"),
            SchoolClass.name.label("class_name"),
            SchoolYear.name.label("year"),
        )
        .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
        .join(SchoolYear, SchoolYear.id == SchoolClass.year_id)
        .where(Enrolment.student_id == student_id)
        .order_by(Enrolment.starts_on.desc())
    )
    return session.execute(statement).all()


def class_names(session: Session, today: date) -> list[tuple[int, str]]:
    """The classes of the current year, for a choice: one statement."""
    year = (
        select(SchoolYear.id)
        .where(SchoolYear.starts_on <= today)
        .order_by(SchoolYear.starts_on.desc())
        .limit(1)
    )
    statement = (
        select(SchoolClass.id, SchoolClass.name)
        .where(SchoolClass.year_id == year.scalar_subquery())
        .order_by(SchoolClass.name)
    )
    return [(row.id, row.name) for row in session.execute(statement)]


def find_person(session: Session, text: str) -> Sequence[Any]:
    """People whose codice fiscale or whole name is this: at most two, to know if it is one."""
    words = text.split()
    statement = select(Person.id, Person.surname, Person.given_name).limit(2)
    by_code = statement.where(Person.codice_fiscale == text.strip().upper())
    found = session.execute(by_code).all()
    if found or not words:
        return found
    for word in words:
        statement = statement.where(
            Person.surname.icontains(word, autoescape=True)
            | Person.given_name.icontains(word, autoescape=True)
        )
    return session.execute(statement).all()
