"""Whom a circular is for on a day: one statement, however many people and parts of the school."""

from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Subquery,
    and_,
    cast,
    func,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from registro_core.api import (
    Enrolment,
    GroupMember,
    Guardianship,
    Person,
    Role,
    RoleGrant,
    SchoolClass,
    SchoolOrder,
    StudentProfile,
    Teaching,
    eighteen_years_before,
    guards_on,
    holds_on,
    parents_see_adult,
)
from registro_messaging.noticeboard.models import Addressee, Circular, ForWhom

NOBODY = cast(null(), Integer)


def addressed(circular: Circular, today: date) -> Subquery:
    """Person, student and class of everybody a circular is for; nobody twice.

    Both parents alike, but nobody whom a court restricts (V1); parents of an adult
    only as the student has it, and the adult themselves (V2); no students of the first cycle (V3).
    """
    every = union_all(
        _parents(circular, today),
        _adults(circular, today),
        _students(circular, today),
        _teachers(circular, today),
        _staff(circular, today),
        _single(circular),
    ).subquery()
    return (
        select(every.c.person_id, every.c.student_id, func.max(every.c.class_id).label("class_id"))
        .group_by(every.c.person_id, every.c.student_id)
        .subquery()
    )


def count_addressed(session: Session, circular: Circular, today: date) -> int:
    """How many people a circular would reach today: one statement."""
    found = addressed(circular, today)
    return session.scalar(select(func.count(found.c.person_id.distinct()))) or 0


def _pupils(circular: Circular, today: date, *wanted: ForWhom) -> Select[Any, Any, Any]:
    """Students of the year in the parts of the school addressed."""
    in_group = select(GroupMember.group_id).where(
        GroupMember.student_id == Enrolment.student_id, holds_on(GroupMember, today)
    )
    taught = select(Teaching.subject_id).where(
        Teaching.class_id == SchoolClass.id, holds_on(Teaching, today)
    )
    part = or_(
        _whole_school(),
        Addressee.site_id == SchoolClass.site_id,
        Addressee.class_id == SchoolClass.id,
        Addressee.group_id.in_(in_group.correlate(Enrolment)),
        Addressee.subject_id.in_(taught.correlate(SchoolClass)),
    )
    return (
        select(
            Person.id.label("person_id"),
            Person.id.label("student_id"),
            SchoolClass.id.label("class_id"),
        )
        .select_from(Person)
        .join(Enrolment, Enrolment.student_id == Person.id)
        .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
        .join(Addressee, and_(_of(circular, *wanted), part))
        .where(holds_on(Enrolment, today), SchoolClass.year_id == circular.year_id)
    )


def _parents(circular: Circular, today: date) -> Select[Any, Any, Any]:
    may_know = or_(
        Person.birth_date.is_(None),
        Person.birth_date > eighteen_years_before(today),
        parents_see_adult(),
    )
    return (
        _pupils(circular, today, ForWhom.FAMILIES)
        .join(Guardianship, Guardianship.student_id == Person.id)
        .outerjoin(StudentProfile, StudentProfile.person_id == Person.id)
        .where(guards_on(today), may_know)
        .with_only_columns(
            Guardianship.guardian_id.label("person_id"),
            Person.id.label("student_id"),
            SchoolClass.id.label("class_id"),
        )
    )


def _adults(circular: Circular, today: date) -> Select[Any, Any, Any]:
    return _pupils(circular, today, ForWhom.FAMILIES).where(
        Person.birth_date <= eighteen_years_before(today)
    )


def _students(circular: Circular, today: date) -> Select[Any, Any, Any]:
    found = _pupils(circular, today, ForWhom.STUDENTS)
    return found.where(SchoolClass.order == SchoolOrder.UPPER_SECONDARY)


def _teachers(circular: Circular, today: date) -> Select[Any, Any, Any]:
    teaches = (
        select(Teaching.id)
        .join(SchoolClass, SchoolClass.id == Teaching.class_id)
        .where(
            Teaching.teacher_id == RoleGrant.person_id,
            holds_on(Teaching, today),
            or_(
                Addressee.site_id == SchoolClass.site_id,
                Addressee.class_id == Teaching.class_id,
                Addressee.group_id == Teaching.group_id,
                Addressee.subject_id == Teaching.subject_id,
            ),
        )
        .correlate(RoleGrant, Addressee)
    )
    part = or_(_whole_school(), teaches.exists())
    return _holders(today, Role.TEACHER).join(
        Addressee, and_(_of(circular, ForWhom.TEACHERS), part)
    )


def _staff(circular: Circular, today: date) -> Select[Any, Any, Any]:
    found = _holders(today, Role.OFFICE, Role.STAFF)
    return found.join(Addressee, and_(_of(circular, ForWhom.STAFF), _whole_school()))


def _single(circular: Circular) -> Select[Any, Any, Any]:
    return select(Addressee.person_id, NOBODY, NOBODY).where(_of(circular, ForWhom.PERSON))


def _holders(today: date, *roles: Role) -> Select[Any, Any, Any]:
    return select(RoleGrant.person_id, NOBODY.label("student_id"), NOBODY.label("class_id")).where(
        RoleGrant.role.in_(roles), holds_on(RoleGrant, today)
    )


def _of(circular: Circular, *wanted: ForWhom) -> ColumnElement[bool]:
    return and_(Addressee.circular_id == circular.id, Addressee.for_whom.in_(wanted))


def _whole_school() -> ColumnElement[bool]:
    parts = (Addressee.site_id, Addressee.class_id, Addressee.group_id, Addressee.subject_id)
    return and_(*(part.is_(None) for part in parts))
