"""How the accounts of many people stand, for the office (web-free)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from registro_core.accounts.models import Account, AccountToken
from registro_core.db.dated import holds_on
from registro_core.items import Role
from registro_core.notices.models import DeliveryState, DirectMail
from registro_core.people.guardians import guards_on
from registro_core.people.models import Guardianship, Person, RoleGrant
from registro_core.school.models import Enrolment, SchoolClass, SchoolYear

UNDELIVERED_SHOWN = 50


class Who(StrEnum):
    """Whose accounts."""

    STUDENTS = "students"
    GUARDIANS = "guardians"
    TEACHERS = "teachers"
    STAFF = "staff"


class State(StrEnum):
    """How far somebody has come."""

    # No password, and nothing on its way to choose one.
    NOTHING = "nothing"
    # A link or code is on its way and still good.
    WAITING = "waiting"
    ACTIVE = "active"


# Accounts of who runs the installation are not given out by lists, whatever else they are.
ADMINISTRATORS = select(RoleGrant.person_id).where(RoleGrant.role == Role.ADMIN)
ROLES = {
    Who.TEACHERS: (Role.TEACHER,),
    Who.STAFF: (Role.HEAD, Role.DEPUTY, Role.OFFICE, Role.STAFF),
}


@dataclass(frozen=True)
class Selection:
    """Which people: those of a class or of the whole school, in one state or in any."""

    who: Who
    class_id: int | None = None
    state: State | None = None


@dataclass(frozen=True)
class Standing:
    """A person and their account, as a row of the list."""

    person_id: int
    surname: str
    given_name: str
    email: str | None
    institutional_email: str | None
    username: str | None
    active: bool
    enabled: bool
    waiting: bool
    last_sign_in_at: datetime | None

    @property
    def state(self) -> State:
        """How far the person has come."""
        if self.active:
            return State.ACTIVE
        return State.WAITING if self.waiting else State.NOTHING

    @property
    def has_mailbox(self) -> bool:
        """Whether a link can be mailed."""
        return bool(self.email or self.institutional_email)


@dataclass(frozen=True)
class Undelivered:
    """A mail that never arrived."""

    person_id: int
    name: str
    address: str
    error: str | None
    created_at: datetime


def class_choices(session: Session, today: date) -> list[tuple[int, str]]:
    """The classes of this school year, by name: one statement."""
    statement = (
        select(SchoolClass.id, SchoolClass.name)
        .join(SchoolYear, SchoolYear.id == SchoolClass.year_id)
        .where(SchoolYear.starts_on <= today, SchoolYear.ends_on >= today)
        .order_by(SchoolClass.name)
    )
    return [(row.id, row.name) for row in session.execute(statement)]


def count(session: Session, selection: Selection, today: date, now: datetime) -> int:
    """How many people are selected: one statement."""
    return (
        session.scalar(select(func.count()).select_from(_people(selection, today, now).subquery()))
        or 0
    )


def standings(
    session: Session,
    selection: Selection,
    today: date,
    now: datetime,
    limit: int,
    offset: int = 0,
) -> list[Standing]:
    """The people selected, by surname: one statement."""
    statement = _people(selection, today, now).order_by(
        Person.surname, Person.given_name, Person.id
    )
    rows = session.execute(statement.limit(limit).offset(offset)).mappings()
    return [Standing(**row) for row in rows]


def undelivered(session: Session) -> list[Undelivered]:
    """Links that could not be mailed to people who still have no password, newest first."""
    statement = (
        select(DirectMail, Person)
        .join(Person, Person.id == DirectMail.person_id)
        .join(Account, Account.person_id == Person.id)
        .where(DirectMail.state == DeliveryState.DEAD, Account.password_hash.is_(None))
        .order_by(DirectMail.id.desc())
        .limit(UNDELIVERED_SHOWN)
    )
    return [
        Undelivered(
            person.id,
            f"{person.surname} {person.given_name}",
            mail.address,
            mail.last_error,
            mail.created_at,
        )
        for mail, person in session.execute(statement)
    ]


def _people(selection: Selection, today: date, now: datetime) -> Select[*tuple[Any, ...]]:
    waiting = exists().where(
        AccountToken.account_id == Account.id,
        AccountToken.used_at.is_(None),
        AccountToken.expires_at > now,
    )
    active = Account.password_hash.is_not(None)
    statement = (
        select(
            Person.id.label("person_id"),
            Person.surname,
            Person.given_name,
            Person.email,
            Person.institutional_email,
            Account.username,
            and_(Account.id.is_not(None), active).label("active"),
            func.coalesce(Account.enabled, True).label("enabled"),
            waiting.label("waiting"),
            Account.last_sign_in_at,
        )
        .outerjoin(Account, Account.person_id == Person.id)
        .where(Person.id.in_(_ids(selection, today)), Person.id.not_in(ADMINISTRATORS))
    )
    without = or_(Account.id.is_(None), Account.password_hash.is_(None))
    conditions: dict[State, tuple[ColumnElement[bool], ...]] = {
        State.NOTHING: (without, ~waiting),
        State.WAITING: (without, waiting),
        State.ACTIVE: (active,),
    }
    return statement.where(*conditions[selection.state]) if selection.state else statement


def _ids(selection: Selection, today: date) -> Select[int]:
    if selection.who in ROLES:
        return select(RoleGrant.person_id).where(
            RoleGrant.role.in_(ROLES[selection.who]),
            holds_on(RoleGrant, today),
        )
    students = select(Enrolment.student_id).where(holds_on(Enrolment, today))
    if selection.class_id is not None:
        students = students.where(Enrolment.class_id == selection.class_id)
    if selection.who is Who.STUDENTS:
        return students
    return select(Guardianship.guardian_id).where(
        Guardianship.student_id.in_(students),
        guards_on(today),
    )
