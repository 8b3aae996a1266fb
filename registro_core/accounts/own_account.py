"""What somebody sees and chooses of their own account (web-free)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from registro_core import _
from registro_core.accounts.models import Account, WebSession
from registro_core.accounts.second_factor.policy import LEVEL
from registro_core.accounts.sessions import ABSOLUTE, FAMILY_IDLE, has_expired
from registro_core.audit.services import Change, record_change
from registro_core.items import Actor, Text
from registro_core.people.models import Person
from registro_core.security.identity import BY_PASSWORD, Identity

HANDLE_LENGTH = 16
# Instead of a handle: every session but the one in use.
OTHERS = "others"


@dataclass(frozen=True)
class OwnData:
    """What the register holds to reach and recognise who is signed in."""

    username: str
    name: str
    birth_date: date | None
    email: str | None
    institutional_email: str | None
    phone: str | None
    children: tuple[str, ...]


@dataclass(frozen=True)
class OwnSession:
    """A browser in which somebody is signed in. `handle` names it in forms, and opens nothing."""

    handle: str
    device: str
    ip: str
    since: datetime
    seen_at: datetime
    current: bool
    way: Text
    shared: bool


def own_data(session: Session, identity: Identity) -> OwnData:
    """The person's own data and the names of their children: two statements."""
    person = session.get_one(Person, identity.person_id)
    children = session.scalars(
        select(Person.given_name)
        .where(Person.id.in_(identity.wards))
        .order_by(Person.birth_date, Person.given_name)
    )
    return OwnData(
        username=identity.username,
        name=identity.display_name,
        birth_date=person.birth_date,
        email=person.email,
        institutional_email=person.institutional_email,
        phone=person.phone,
        children=tuple(children),
    )


def own_sessions(session: Session, identity: Identity, now: datetime) -> list[OwnSession]:
    """The living sessions of an account, the current one first."""
    rows = session.execute(
        select(
            WebSession.token_hash,
            WebSession.device,
            WebSession.ip,
            WebSession.created_at,
            WebSession.seen_at,
            WebSession.method,
            WebSession.level,
            WebSession.shared,
        )
        .where(WebSession.account_id == identity.account_id, WebSession.created_at > now - ABSOLUTE)
        .order_by(WebSession.seen_at.desc())
    )
    living = [
        OwnSession(
            row.token_hash[:HANDLE_LENGTH],
            row.device,
            row.ip,
            row.created_at,
            row.seen_at,
            row.token_hash == identity.session_hash,
            way_in(row.method, row.level),
            row.shared,
        )
        for row in rows
        if not has_expired(row.created_at, row.seen_at, now, bool(identity.roles), row.shared)
    ]
    return sorted(living, key=lambda found: not found.current)


def way_in(method: str, level: int) -> Text:
    """How somebody came in, in words."""
    if method == BY_PASSWORD:
        return _("password e codice") if level >= LEVEL else _("password")
    return _("${method}, livello ${level}", mapping={"method": method.upper(), "level": level})


def sessions_of(session: Session, account_id: int, now: datetime) -> int:
    """In how many browsers somebody is signed in, for the office: no more than the number."""
    statement = (
        select(func.count())
        .select_from(WebSession)
        .where(
            WebSession.account_id == account_id,
            WebSession.created_at > now - ABSOLUTE,
            WebSession.seen_at > now - FAMILY_IDLE,
        )
    )
    return session.scalar(statement) or 0


def end_own_session(
    session: Session, actor: Actor, identity: Identity, handle: str, now: datetime
) -> None:
    """End one of the own sessions by its handle, or with `OTHERS` all but the current one."""
    statement = delete(WebSession).where(
        WebSession.account_id == identity.account_id,
        WebSession.token_hash != identity.session_hash,
    )
    if handle != OTHERS:
        beginning = func.substr(WebSession.token_hash, 1, HANDLE_LENGTH)
        statement = statement.where(beginning == handle)
    session.execute(statement)
    record_change(
        session, actor, Change("account.sessions-ended", "account", identity.account_id), now
    )


def set_language(session: Session, account_id: int, language: str) -> None:
    """Keep the language of pages and mails."""
    session.execute(update(Account).where(Account.id == account_id).values(locale=language))
