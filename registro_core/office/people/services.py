"""Adding and changing people and their roles; every change is audited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.accounts.models import Account
from registro_core.audit.services import Change, record_change
from registro_core.db.versions import check_version
from registro_core.imports.accounts import free_username
from registro_core.items import Actor, Role
from registro_core.people.models import Person, RoleGrant

PERSON_FIELDS = (
    *("surname", "given_name", "codice_fiscale", "sex", "birth_date", "birth_place"),
    *("birth_province", "citizenship", "address", "city", "email", "institutional_email", "phone"),
)


class Taken(Exception):
    """The codice fiscale already belongs to another person, `person_id`."""

    def __init__(self, person_id: int) -> None:
        """Keep whose it is, so that the page can lead there."""
        super().__init__(f"person {person_id}")
        self.person_id = person_id


@dataclass(frozen=True)
class Office:
    """Who works in the office now: what every change needs to be stored and audited."""

    session: Session
    actor: Actor
    now: datetime

    def record(
        self,
        act: str,
        row: object,
        object_id: int,
        before: Mapping[str, object],
        after: Mapping[str, object],
        student_id: int | None = None,
        reason: str | None = None,
    ) -> None:
        """Audit a change of a row."""
        name = type(row).__tablename__  # type: ignore[attr-defined]
        change = Change(act, name, object_id, before, after, student_id, reason)
        record_change(self.session, self.actor, change, self.now)


def plain(values: Mapping[str, object]) -> dict[str, Any]:
    """Values as JSON can keep them."""
    return {name: None if value is None else str(value) for name, value in values.items()}


def add_person(office: Office, values: Mapping[str, Any]) -> Person:
    """Add somebody, with an account that waits for activation; raise `Taken`."""
    _refuse_taken(office.session, values, None)
    person = Person(created_at=office.now, **values)
    office.session.add(person)
    office.session.flush()
    _add_account(office, person)
    office.record("person.added", person, person.id, {}, plain(values))
    return person


def change_person(office: Office, person: Person, values: Mapping[str, Any], version: int) -> None:
    """Change somebody's data; raise `Conflict` or `Taken`. The old values stay in the audit (X2)."""
    check_version(person, version)
    _refuse_taken(office.session, values, person.id)
    changed = {name: value for name, value in values.items() if getattr(person, name) != value}
    before = {name: getattr(person, name) for name in changed}
    for name, value in changed.items():
        setattr(person, name, value)
    if changed:
        office.record("person.changed", person, person.id, plain(before), plain(changed))


def grant_role(
    office: Office, person: Person, role: Role, starts_on: date, title: str | None
) -> None:
    """Give somebody a role from a day."""
    grant = RoleGrant(person_id=person.id, role=role, starts_on=starts_on, title=title)
    office.session.add(grant)
    office.session.flush()
    after = plain({"role": role, "starts_on": starts_on, "title": title})
    office.record("role.granted", person, person.id, {}, after)


def end_role(office: Office, grant: RoleGrant, last_day: date) -> None:
    """Let a role end with a day, included."""
    before = plain({"role": grant.role, "ends_on": grant.ends_on})
    grant.ends_on = last_day
    after = plain({"role": grant.role, "ends_on": last_day})
    person = office.session.get_one(Person, grant.person_id)
    office.record("role.ended", person, person.id, before, after)


def _refuse_taken(session: Session, values: Mapping[str, Any], own_id: int | None) -> None:
    code = values.get("codice_fiscale")
    if code is None:
        return
    owner = session.scalar(select(Person.id).where(Person.codice_fiscale == code))
    if owner is not None and owner != own_id:
        raise Taken(owner)


def _add_account(office: Office, person: Person) -> None:
    similar = free_username(person.given_name, person.surname, set())
    statement = select(Account.username).where(
        Account.username.startswith(similar, autoescape=True)
    )
    taken = set(office.session.scalars(statement))
    username = free_username(person.given_name, person.surname, taken)
    office.session.add(Account(person_id=person.id, username=username, created_at=office.now))
    office.session.flush()
