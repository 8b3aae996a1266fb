"""Whose account is meant by what somebody typed."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from registro_core.accounts.models import Account
from registro_core.people.models import Person

LONGEST_NAME = 254


class AccountRow(NamedTuple):
    """An account with what signing in and first access need of its person."""

    id: int
    person_id: int
    username: str
    password_hash: str | None
    enabled: bool
    email: str | None
    institutional_email: str | None
    surname: str
    given_name: str
    locale: str
    last_sign_in_at: datetime | None

    @property
    def display_name(self) -> str:
        """Given name and surname."""
        return f"{self.given_name} {self.surname}"


def plain_name(typed: str) -> str:
    """A user name or address as we compare it: phones like to begin with a capital."""
    return typed.strip().lower()[:LONGEST_NAME]


def find_account(session: Session, typed: str) -> AccountRow | None:
    """The account with this user name, else the only one with this e-mail address.

    Always the same two statements, so that the time does not tell whether it exists.
    An address that two people share names neither.
    """
    name = plain_name(typed)
    by_name = session.execute(_rows().where(Account.username == name)).first()
    by_address = session.execute(
        _rows()
        .where(
            or_(func.lower(Person.email) == name, func.lower(Person.institutional_email) == name)
        )
        .limit(2)
    ).all()
    if by_name is not None:
        return AccountRow._make(by_name)
    return AccountRow._make(by_address[0]) if len(by_address) == 1 else None


def account_of(session: Session, person_id: int) -> AccountRow | None:
    """A person's account, or None."""
    row = session.execute(_rows().where(Account.person_id == person_id)).first()
    return AccountRow._make(row) if row else None


def account_with_id(session: Session, account_id: int) -> AccountRow:
    """The account with this id; raise NoResultFound if it is gone."""
    return AccountRow._make(session.execute(_rows().where(Account.id == account_id)).one())


def _rows() -> Select[*tuple[Any, ...]]:
    return select(
        Account.id,
        Account.person_id,
        Account.username,
        Account.password_hash,
        Account.enabled,
        Person.email,
        Person.institutional_email,
        Person.surname,
        Person.given_name,
        Account.locale,
        Account.last_sign_in_at,
    ).join(Person, Person.id == Account.person_id)
