"""Signed-in browsers: a random token in the cookie, its hash in the table (D10)."""

import hashlib
import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.accounts.models import Account, WebSession
from registro_core.people.models import Person
from registro_core.security.identity import SESSION_COLUMNS, Identity, load_relations

if TYPE_CHECKING:
    from registro_core.request import Request


def cookie_name(secure: bool) -> str:
    """`__Host-` binds the cookie to the host, and needs https."""
    return "__Host-registro" if secure else "registro"


def hash_token(token: str) -> str:
    """What the table keeps of a token: a stolen database opens no session."""
    return hashlib.sha256(token.encode()).hexdigest()


def identify(request: "Request") -> Identity | None:
    """The person whose session the cookie opens, or None: two statements."""
    token = request.cookies.get(cookie_name(request.platform.installation.secure))
    if not token:
        return None
    statement = (
        select(*SESSION_COLUMNS)
        .select_from(WebSession)
        .join(Account, Account.id == WebSession.account_id)
        .join(Person, Person.id == Account.person_id)
        .where(WebSession.token_hash == hash_token(token), Account.enabled.is_(True))
    )
    row = request.dbsession.execute(statement).mappings().first()
    if row is None:
        return None
    relations = load_relations(request.dbsession, row["person_id"], request.today)
    return Identity(**row, relations=relations)


def open_session(session: Session, account_id: int, now: datetime, method: str = "password") -> str:
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
        )
    )
    session.flush()
    return token
