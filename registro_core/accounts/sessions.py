"""Signed-in browsers: a random token in the cookie, its hash in the table (D10, checks 16, 17)."""

import hashlib
import logging
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import CursorResult, bindparam, delete, select, true, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from registro_core.accounts.models import Account, WebSession
from registro_core.accounts.second_factor.models import SecondFactor
from registro_core.accounts.second_factor.policy import Policy, read_policy
from registro_core.people.models import Person
from registro_core.school.models import School
from registro_core.school.row import SCHOOL_LABELS, take_school
from registro_core.security.identity import (
    BY_PASSWORD,
    SESSION_COLUMNS,
    Identity,
    load_relations,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Delete, Update

    from registro_core.request import Request

    Callback = Callable[[Request], None]

log = logging.getLogger(__name__)

# Without a click for so long: staff leave computers in classrooms, families their own phone.
STAFF_IDLE = timedelta(minutes=30)
FAMILY_IDLE = timedelta(minutes=60)
# On a computer that others use too, whoever it is.
SHARED_IDLE = timedelta(minutes=5)
# However busy: a copied cookie does not live longer than a day at school.
ABSOLUTE = timedelta(hours=12)
# Clicks are noted at most this often; idleness counts from the last one noted.
NOTED_EVERY = timedelta(minutes=1)
MOST_PER_ACCOUNT = 5


def cookie_name(secure: bool) -> str:
    """`__Host-` binds the cookie to the host, and needs https."""
    return "__Host-registro" if secure else "registro"


def hash_token(token: str) -> str:
    """What the table keeps of a token: a stolen database opens no session."""
    return hashlib.sha256(token.encode()).hexdigest()


# ---- reading: in every request -----------------------------------------------------------


# The school comes along: every page needs it.
OPEN_SESSION = (
    select(
        *SESSION_COLUMNS,
        SecondFactor.account_id.is_not(None).label("has_second_factor"),
        WebSession.created_at,
        WebSession.seen_at,
        *SCHOOL_LABELS,
    )
    .select_from(WebSession)
    .join(Account, Account.id == WebSession.account_id)
    .join(Person, Person.id == Account.person_id)
    .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
    .outerjoin(School, true())
    .where(WebSession.token_hash == bindparam("token_hash"), Account.enabled.is_(True))
    .limit(1)
)


def identify(request: "Request") -> Identity | None:
    """The person whose session the cookie opens, or None: two statements.

    An expired session is deleted, a living one noted as seen, once the request is over:
    a GET only reads.
    """
    token = request.cookies.get(cookie_name(request.platform.installation.secure))
    if not token:
        return None
    found = request.dbsession.execute(OPEN_SESSION, {"token_hash": hash_token(token)}).first()
    if found is None:
        return None
    row = found._asdict()
    request.school = take_school(row)
    created_at, seen_at = row.pop("created_at"), row.pop("seen_at")
    row["has_second_factor"] &= read_policy(request.school.settings) is not Policy.OFF
    relations = load_relations(request.dbsession, row["person_id"], request.today)
    identity = Identity(**row, relations=relations)
    if has_expired(created_at, seen_at, request.now, bool(identity.roles), identity.shared):
        request.add_finished_callback(_forget_expired(identity.session_hash))
        return None
    if request.now - seen_at >= NOTED_EVERY:
        request.add_finished_callback(_note_seen(identity.session_hash))
    return identity


def has_expired(
    created_at: datetime, seen_at: datetime, now: datetime, staff: bool, shared: bool
) -> bool:
    """Whether a session is too old, or was left alone for too long."""
    idle = SHARED_IDLE if shared else STAFF_IDLE if staff else FAMILY_IDLE
    return now - seen_at >= idle or now - created_at >= ABSOLUTE


def _note_seen(session_hash: str) -> "Callback":
    def note(request: "Request") -> None:
        _afterwards(
            request,
            update(WebSession)
            .where(
                WebSession.token_hash == session_hash,
                WebSession.seen_at <= request.now - NOTED_EVERY,
            )
            .values(seen_at=request.now),
        )

    return note


def _forget_expired(session_hash: str) -> "Callback":
    return lambda request: _afterwards(
        request, delete(WebSession).where(WebSession.token_hash == session_hash)
    )


def _afterwards(request: "Request", statement: "Update | Delete") -> None:
    """Run one statement when the request's own transaction is over; it must not fail the page."""
    try:
        with request.platform.sessions() as session, session.begin():
            session.execute(statement)
    except DBAPIError as error:
        log.warning("request %s: the session could not be noted: %s", request.id, error.orig)


# ---- writing: signing in and out ------------------------------------------------------------


def open_session(
    session: Session,
    account_id: int,
    now: datetime,
    method: str = BY_PASSWORD,
    device: str = "",
    ip: str = "",
    level: int = 1,
    shared: bool = False,
) -> str:
    """Begin a session; return the token for the cookie. The caller must set the cookie."""
    token = secrets.token_urlsafe(32)
    session.add(
        WebSession(
            token_hash=hash_token(token),
            account_id=account_id,
            created_at=now,
            seen_at=now,
            authenticated_at=now,
            method=method,
            device=device,
            ip=ip,
            level=level,
            shared=shared,
        )
    )
    session.flush()
    return token


def rotate(session: Session, session_hash: str, now: datetime, method: str, level: int) -> str:
    """Let a session count as fresh after its person proved again who they are; with a new token."""
    session.execute(
        update(WebSession)
        .where(WebSession.token_hash == session_hash)
        .values(authenticated_at=now, method=method, level=level)
    )
    return renew_token(session, session_hash, now)


def renew_token(session: Session, session_hash: str, now: datetime) -> str:
    """Give a session a new token (check 16); return it for the cookie.

    The old one opens nothing any more. What plugins keep of the session by its hash goes along
    (`onupdate="CASCADE"`).
    """
    token = secrets.token_urlsafe(32)
    session.execute(
        update(WebSession)
        .where(WebSession.token_hash == session_hash)
        .values(token_hash=hash_token(token), seen_at=now)
    )
    return token


def end_session(session: Session, token: str) -> None:
    """End the session of a cookie; nothing happens if there is none."""
    end_session_hashed(session, hash_token(token))


def end_session_hashed(session: Session, session_hash: str) -> None:
    """End a session known by its hash, as its `Identity` has it: from outside, without its cookie."""
    session.execute(delete(WebSession).where(WebSession.token_hash == session_hash))


def end_sessions(session: Session, account_id: int, but: str | None = None) -> int:
    """End all sessions of an account, except the one with this hash; return how many ended."""
    statement = delete(WebSession).where(WebSession.account_id == account_id)
    if but is not None:
        statement = statement.where(WebSession.token_hash != but)
    result = session.execute(statement)
    return result.rowcount if isinstance(result, CursorResult) else 0


def end_surplus(session: Session, account_id: int) -> None:
    """End the sessions longest unseen, so that an account has no more than five."""
    newest = session.scalars(
        select(WebSession.token_hash)
        .where(WebSession.account_id == account_id)
        .order_by(WebSession.seen_at.desc(), WebSession.created_at.desc())
        .limit(MOST_PER_ACCOUNT)
    ).all()
    session.execute(
        delete(WebSession).where(
            WebSession.account_id == account_id, WebSession.token_hash.not_in(newest)
        )
    )
