"""What the pages of classes and students read: columns, never entities with relations."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from registro_core.db.dated import holds_on
from registro_core.people.models import Guardianship, Person
from registro_core.school.models import (
    ClassDuty,
    Enrolment,
    SchoolClass,
    SchoolYear,
    Site,
    Subject,
    Teaching,
)


@dataclass(frozen=True)
class ClassFilter:
    """Which classes to list: of one year, perhaps only some of them."""

    year_id: int
    only: frozenset[int] | None = None
    site_id: int | None = None
    grade: int | None = None


def classes(session: Session, wanted: ClassFilter, day: date) -> list[Any]:
    """Classes with site, number of students and coordinator: one statement."""
    students = (
        select(func.count())
        .select_from(Enrolment)
        .where(Enrolment.class_id == SchoolClass.id, holds_on(Enrolment, day))
        .scalar_subquery()
    )
    coordinator = (
        select(Person.surname + " " + Person.given_name)
        .join(ClassDuty, ClassDuty.person_id == Person.id)
        .where(
            ClassDuty.class_id == SchoolClass.id,
            ClassDuty.kind == "coordinator",
            holds_on(ClassDuty, day),
        )
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(
            SchoolClass.id,
            SchoolClass.name,
            SchoolClass.grade,
            SchoolClass.course,
            Site.name.label("site"),
            students.label("students"),
            coordinator.label("coordinator"),
        )
        .join(Site, Site.id == SchoolClass.site_id)
        .where(SchoolClass.year_id == wanted.year_id)
        .order_by(Site.name, SchoolClass.course, SchoolClass.section, SchoolClass.grade)
    )
    return list(session.execute(_filtered(statement, wanted)))


def _filtered(statement: Select[Any], wanted: ClassFilter) -> Select[Any]:  # fmt: skip
    if wanted.only is not None:
        statement = statement.where(SchoolClass.id.in_(wanted.only))
    if wanted.site_id is not None:
        statement = statement.where(SchoolClass.site_id == wanted.site_id)
    if wanted.grade is not None:
        statement = statement.where(SchoolClass.grade == wanted.grade)
    return statement


def council(session: Session, class_id: int, day: date) -> list[Any]:
    """The teachings of a class on a day, with names of teacher and subject: one statement."""
    statement = (
        select(
            Teaching.id,
            Teaching.kind,
            Teaching.weekly_hours,
            Teaching.student_id,
            Teaching.starts_on,
            Teaching.ends_on,
            Person.id.label("teacher_id"),
            Person.surname,
            Person.given_name,
            Subject.name.label("subject"),
        )
        .join(Person, Person.id == Teaching.teacher_id)
        .join(Subject, Subject.id == Teaching.subject_id)
        .where(Teaching.class_id == class_id, holds_on(Teaching, day))
        .order_by(Subject.name, Teaching.kind, Person.surname)
    )
    return list(session.execute(statement))


def guardians(session: Session, student_id: int, day: date) -> list[Any]:
    """The guardians of a student on a day, with their addresses, restricted ones too."""
    statement = (
        select(
            Guardianship.id,
            Guardianship.kind,
            Guardianship.can_justify,
            Guardianship.restricted_from,
            Person.id.label("person_id"),
            Person.surname,
            Person.given_name,
            Person.email,
            Person.phone,
        )
        .join(Person, Person.id == Guardianship.guardian_id)
        .where(Guardianship.student_id == student_id, holds_on(Guardianship, day))
        .order_by(Person.surname, Person.given_name)
    )
    return list(session.execute(statement))


def sites(session: Session) -> list[Any]:
    """Sites by name."""
    return list(session.execute(select(Site.id, Site.name, Site.code).order_by(Site.name)))


def years(session: Session) -> list[SchoolYear]:
    """School years, newest first."""
    return list(session.scalars(select(SchoolYear).order_by(SchoolYear.starts_on.desc())))
