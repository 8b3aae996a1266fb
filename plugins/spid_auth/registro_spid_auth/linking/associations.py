"""Requests of association: unknown to the school, known for certain to the State (ACC-3)."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from registro_core.api import (
    Actor,
    Change,
    Person,
    Role,
    RoleGrant,
    check_version,
    holds_on,
    record_change,
)
from registro_spid_auth.kinds import Connector
from registro_spid_auth.models import Association, AssociationState

# How long somebody unknown has to write to the office.
DRAFT_LIFETIME = timedelta(minutes=30)
# Decided requests are kept for a school year: who asks "who let them in" finds the answer.
DECIDED_KEPT = timedelta(days=365)
CANDIDATES_SHOWN = 10


@dataclass(frozen=True)
class Stranger:
    """Somebody identified by their provider whom the school does not know (ACC-3)."""

    connector: Connector
    codice_fiscale: str
    surname: str
    given_name: str
    birth_date: date | None


class CannotAssociate(Exception):
    """A person cannot be given this codice fiscale; `why` is "taken" or "administrator"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def draft(session: Session, stranger: Stranger, browser_hash: str, now: datetime) -> str:
    """Keep what the provider said of a stranger for half an hour; return the page's token."""
    token = secrets.token_urlsafe(24)
    session.add(
        Association(
            token=token,
            state=AssociationState.DRAFT,
            browser_hash=browser_hash,
            created_at=now,
            **vars(stranger),
        )
    )
    session.flush()
    return token


def open_draft(session: Session, token: str, now: datetime) -> Association | None:
    """What is kept of a stranger who may still write; None if it is too old, or they have."""
    row = session.scalars(select(Association).where(Association.token == token)).first()
    if row is None or row.state is not AssociationState.DRAFT:
        return None
    return row if now <= row.created_at + DRAFT_LIFETIME else None


def ask(session: Session, actor: Actor, row: Association, note: str, now: datetime) -> None:
    """Put a stranger's request before the office.

    Whoever asks again while the first request waits replaces it.
    """
    session.execute(
        delete(Association).where(
            Association.codice_fiscale == row.codice_fiscale,
            Association.state == AssociationState.ASKED,
        )
    )
    row.state, row.note, row.asked_at = AssociationState.ASKED, note, now
    _record(session, actor, row, "recorded", now)


def waiting(session: Session) -> Sequence[Association]:
    """Requests before the office, oldest first."""
    statement = select(Association).where(Association.state == AssociationState.ASKED)
    return session.scalars(statement.order_by(Association.asked_at).limit(200)).all()


def count_waiting(session: Session) -> int:
    """How many requests are before the office."""
    statement = select(func.count()).where(Association.state == AssociationState.ASKED)
    return session.scalar(statement) or 0


def candidates(session: Session, row: Association, words: str = "") -> Sequence[Person]:
    """People who may be the one who asks: with their name, or with the words searched for."""
    statement = select(Person).order_by(Person.surname, Person.given_name)
    statement = statement.limit(CANDIDATES_SHOWN)
    if words:
        name = func.lower(Person.surname + " " + Person.given_name)
        for word in words.split():
            statement = statement.where(name.contains(word.lower(), autoescape=True))
        return session.scalars(statement).all()
    surname = func.lower(Person.surname) == row.surname.lower()
    same_name = func.lower(Person.given_name) == row.given_name.lower()
    if row.birth_date is not None:
        same_name = or_(same_name, Person.birth_date == row.birth_date)
    return session.scalars(statement.where(surname, same_name)).all()


def confirm(
    session: Session,
    actor: Actor,
    row: Association,
    person: Person,
    version: int,
    now: datetime,
) -> None:
    """The office recognised a person: from now on their codice fiscale is the one that asks.

    Raises `Conflict` if somebody else decided meanwhile, `CannotAssociate`.
    """
    check_version(row, version)
    if _runs_the_installation(session, person.id, now.date()):
        raise CannotAssociate("administrator")
    holder = select(Person.id).where(Person.codice_fiscale == row.codice_fiscale)
    if session.scalar(holder.where(Person.id != person.id)) is not None:
        raise CannotAssociate("taken")
    before = person.codice_fiscale
    if before != row.codice_fiscale:
        check_version(person, person.version)
        person.codice_fiscale = row.codice_fiscale
        change = Change(
            "person.changed",
            "person",
            person.id,
            before={"codice_fiscale": before},
            after={"codice_fiscale": row.codice_fiscale},
        )
        record_change(session, actor, change, now)
    _decide(session, actor, row, AssociationState.CONFIRMED, now, person_id=person.id)


def refuse(
    session: Session, actor: Actor, row: Association, version: int, reason: str, now: datetime
) -> None:
    """The office does not know who asks.  Raises `Conflict`."""
    check_version(row, version)
    _decide(session, actor, row, AssociationState.REFUSED, now, reason=reason)


def _decide(
    session: Session,
    actor: Actor,
    row: Association,
    state: AssociationState,
    now: datetime,
    person_id: int | None = None,
    reason: str | None = None,
) -> None:
    row.state, row.decided_at, row.decided_by_id = state, now, actor.person_id
    row.person_id, row.reason = person_id, reason
    _record(session, actor, row, state.value, now)


def _runs_the_installation(session: Session, person_id: int, today: date) -> bool:
    statement = select(RoleGrant.id).where(
        RoleGrant.person_id == person_id, RoleGrant.role == Role.ADMIN, holds_on(RoleGrant, today)
    )
    return session.scalar(statement.limit(1)) is not None


def _record(session: Session, actor: Actor, row: Association, act: str, now: datetime) -> None:
    # who asks is in the row; their codice fiscale has no place in the log of an unknown person
    after = {"person_id": row.person_id} if row.person_id else {}
    change = Change(
        f"spid_auth.association.{act}",
        "spid_auth_association",
        row.id,
        after=after,
        reason=row.reason,
    )
    record_change(session, actor, change, now)


def forget_old(session: Session, now: datetime) -> None:
    """Delete drafts of strangers who wrote nothing, and requests decided a year ago."""
    statements = (
        delete(Association).where(
            Association.state == AssociationState.DRAFT,
            Association.created_at < now - DRAFT_LIFETIME,
        ),
        delete(Association).where(Association.decided_at < now - DECIDED_KEPT),
    )
    for statement in statements:
        session.execute(statement.execution_options(synchronize_session=False))
