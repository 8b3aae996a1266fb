"""Sign-ins between the password and the code: ten minutes, one browser, one use."""

import secrets
from datetime import datetime

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.orm import Session

from registro_core.accounts.cookies import PENDING_LIVES
from registro_core.accounts.second_factor.models import PendingSignIn
from registro_core.accounts.sessions import hash_token


def begin(session: Session, account_id: int, shared: bool, now: datetime) -> str:
    """Note that the password was right; return the token for the browser's cookie."""
    token = secrets.token_urlsafe(32)
    session.add(
        PendingSignIn(
            token_hash=_hash(token),
            account_id=account_id,
            shared=shared,
            expires_at=now + PENDING_LIVES,
        )
    )
    session.flush()
    return token


def find(session: Session, token: str | None, now: datetime) -> PendingSignIn | None:
    """The sign-in that waits in this browser, or None if there is none or it took too long."""
    if not token:
        return None
    return session.scalars(
        select(PendingSignIn).where(
            PendingSignIn.token_hash == _hash(token), PendingSignIn.expires_at > now
        )
    ).first()


def finish(session: Session, waiting: PendingSignIn) -> bool:
    """End it, as the code was right; False if somebody did so a moment before."""
    result = session.execute(
        delete(PendingSignIn).where(PendingSignIn.token_hash == waiting.token_hash)
    )
    return isinstance(result, CursorResult) and result.rowcount == 1


def drop_all(session: Session, account_id: int) -> None:
    """End all that wait for an account: its password, or whether it is open, has changed."""
    session.execute(delete(PendingSignIn).where(PendingSignIn.account_id == account_id))


def _hash(token: str) -> str:
    # of its own kind: the token of a session is worth nothing here, nor this one there
    return hash_token(f"pending:{token}")
