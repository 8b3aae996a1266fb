"""What the worker does for accounts: answers forgotten passwords, sweeps out what has expired."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from registro_core.accounts import first_access, giving, sessions
from registro_core.accounts.cookies import DEVICE_LIVES
from registro_core.accounts.finding import AccountRow, find_account
from registro_core.accounts.models import (
    AccountToken,
    Channel,
    IdempotencyKey,
    KnownDevice,
    ResetRequest,
    ThrottleCount,
    WebSession,
)
from registro_core.accounts.second_factor.models import PendingSignIn
from registro_core.items import Actor, Job

RESETS_AT_ONCE = 50
MOST_RESETS_PER_HOUR = 3
TOKENS_KEPT = timedelta(days=30)
KEYS_KEPT = timedelta(days=2)


def answer_reset_requests(session: Session, now: datetime) -> None:
    """Send a link to who asked for one and has an e-mail address; the others hear nothing.

    Here, and not in the page, because the page must not take longer for some (check 14).
    """
    asked = session.scalars(
        select(ResetRequest).order_by(ResetRequest.id).limit(RESETS_AT_ONCE)
    ).all()
    for request in asked:
        account = find_account(session, request.typed_name)
        if account is not None and _may_reset(session, account, now):
            actor = Actor(None, request.ip)
            first_access.send_link(session, actor, account, Channel.EMAIL, request.base_url, now)
        session.delete(request)


def _may_reset(session: Session, account: AccountRow, now: datetime) -> bool:
    """Not for administrators: who can write a mail address into their record could become one.

    They get a link from one of their like, or from `registro user`.
    """
    if not account.enabled or giving.is_admin(session, account.person_id):
        return False
    recent = session.scalar(
        select(func.count())
        .select_from(AccountToken)
        .where(
            AccountToken.account_id == account.id,
            AccountToken.channel == Channel.EMAIL,
            AccountToken.created_at > now - timedelta(hours=1),
        )
    )
    return (recent or 0) < MOST_RESETS_PER_HOUR


def purge_expired(session: Session, now: datetime) -> None:
    """Delete sessions, tokens, counters, keys and known browsers whose time is over."""
    idle = max(sessions.STAFF_IDLE, sessions.FAMILY_IDLE)
    session.execute(
        delete(WebSession).where(
            or_(WebSession.seen_at <= now - idle, WebSession.created_at <= now - sessions.ABSOLUTE)
        )
    )
    session.execute(delete(AccountToken).where(AccountToken.expires_at <= now - TOKENS_KEPT))
    session.execute(delete(ThrottleCount).where(ThrottleCount.window_ends_at <= now))
    session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at <= now - KEYS_KEPT))
    session.execute(delete(PendingSignIn).where(PendingSignIn.expires_at <= now))
    session.execute(delete(KnownDevice).where(KnownDevice.created_at <= now - DEVICE_LIVES))


JOBS = [
    Job("core.answer_reset_requests", answer_reset_requests, every=timedelta(seconds=20)),
    Job("core.purge_expired", purge_expired, every=timedelta(hours=1)),
]
