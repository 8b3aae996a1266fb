"""What the office reads of people: columns, one statement a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from registro_core.accounts.models import Account
from registro_core.db.dated import holds_on
from registro_core.items import Role
from registro_core.people.models import Guardianship, Person, RoleGrant
from registro_core.school.models import Enrolment, SchoolClass

if TYPE_CHECKING:
    from collections.abc import Callable

    from registro_core.web.paging import Page

# More people than any list has.
MANY = 10**9


class Hat(StrEnum):
    """In which quality somebody is looked for."""

    STUDENT = "student"
    GUARDIAN = "guardian"
    TEACHER = "teacher"
    STAFF = "staff"


@dataclass(frozen=True)
class PeopleFilter:
    """Which people to list: words of name, user name or codice fiscale; a hat; a class."""

    words: str = ""
    hat: Hat | None = None
    class_id: int | None = None
    without_email: bool = False


def count_people(session: Session, wanted: PeopleFilter, today: date) -> int:
    """How many people a filter finds."""
    return session.scalar(_people(select(func.count(Person.id.distinct())), wanted, today)) or 0


def people_page(
    session: Session, wanted: PeopleFilter, today: date, page_of: "Callable[[int], Page]"
) -> tuple["Page", Sequence[Any]]:
    """Return the page asked for and its people; beyond the end of the list the last page.

    :param page_of: the page that the address asks for in a list of so many.
    """
    page = page_of(MANY)
    rows = people(session, wanted, today, page.size, page.offset)
    if rows:
        return page_of(rows[0].total), rows
    page = page_of(count_people(session, wanted, today))
    return page, people(session, wanted, today, page.size, page.offset) if page.total else ()


def people(
    session: Session, wanted: PeopleFilter, today: date, limit: int | None = None, offset: int = 0
) -> Sequence[Any]:
    """People by name, with class (for students), user name and whether they may sign in.

    Each row says how many there are in all, which spares a statement for the page numbers.
    """
    columns: Any = select(
        Person.id,
        Person.surname,
        Person.given_name,
        Person.birth_date,
        Person.email,
        Account.username,
        Account.enabled,
        (Account.password_hash.is_not(None)).label("activated"),
        SchoolClass.name.label("class_name"),
        func.count().over().label("total"),
    )
    statement = _people(columns, wanted, today).order_by(
        Person.surname, Person.given_name, Person.id
    )
    return session.execute(statement.limit(limit).offset(offset)).all()


def _people(columns: Any, wanted: PeopleFilter, today: date) -> Any:
    statement = (
        columns.select_from(Person)
        .outerjoin(Account, Account.person_id == Person.id)
        .outerjoin(Enrolment, and_(Enrolment.student_id == Person.id, holds_on(Enrolment, today)))
        .outerjoin(SchoolClass, SchoolClass.id == Enrolment.class_id)
    )
    for word in wanted.words.split():
        statement = statement.where(_matches(word))
    if wanted.hat is not None:
        statement = statement.where(_wears(wanted.hat, today))
    if wanted.class_id is not None:
        statement = statement.where(Enrolment.class_id == wanted.class_id)
    if wanted.without_email:
        statement = statement.where(Person.email.is_(None))
    return statement


def _matches(word: str) -> ColumnElement[bool]:
    return or_(
        Person.surname.icontains(word, autoescape=True),
        Person.given_name.icontains(word, autoescape=True),
        Person.codice_fiscale == word.upper(),
        Account.username.startswith(word.lower(), autoescape=True),
    )


def _wears(hat: Hat, today: date) -> ColumnElement[bool]:
    if hat is Hat.STUDENT:
        return Person.id.in_(select(Enrolment.student_id))
    if hat is Hat.GUARDIAN:
        return Person.id.in_(select(Guardianship.guardian_id).where(holds_on(Guardianship, today)))
    is_teacher = RoleGrant.role == Role.TEACHER
    wanted = is_teacher if hat is Hat.TEACHER else ~is_teacher
    return Person.id.in_(select(RoleGrant.person_id).where(wanted, holds_on(RoleGrant, today)))


def roles_of(session: Session, person_id: int) -> list[RoleGrant]:
    """All roles somebody holds or held, newest first."""
    statement = (
        select(RoleGrant)
        .where(RoleGrant.person_id == person_id)
        .order_by(RoleGrant.starts_on.desc(), RoleGrant.id)
    )
    return list(session.scalars(statement))
