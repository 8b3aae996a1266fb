"""Somebody signed in proves again who they are, or chooses another password (checks 16, 18)."""

from datetime import datetime

from sqlalchemy.orm import Session

from registro_core.accounts import devices, passwords, services, sessions, throttle
from registro_core.accounts.finding import account_with_id
from registro_core.accounts.models import WebSession
from registro_core.accounts.sign_in import Outcome, SignedIn
from registro_core.accounts.throttle import Counter
from registro_core.audit.services import Change, record_change
from registro_core.db.apart import Transactions
from registro_core.items import Actor
from registro_core.security.identity import Identity


def confirm(
    begin: Transactions, actor: Actor, identity: Identity, password: str, now: datetime
) -> SignedIn:
    """Step-up: with the right password the session gets a new token and counts as fresh."""
    outcome = _prove(begin, identity, password, now)
    if outcome is not Outcome.SIGNED_IN:
        return SignedIn(outcome)
    with begin() as session:
        token = sessions.rotate(session, identity.session_hash, now)
        change = Change("account.confirmed", "account", identity.account_id)
        record_change(session, actor, change, now)
    return SignedIn(outcome, token)


def change(
    begin: Transactions,
    actor: Actor,
    identity: Identity,
    old: str,
    new: str,
    device: str | None,
    now: datetime,
) -> SignedIn:
    """Change the password of who knows the old one.

    All sessions end; this browser gets a new one and stays known.
    """
    outcome = _prove(begin, identity, old, now)
    if outcome is not Outcome.SIGNED_IN:
        return SignedIn(outcome)
    hashed = passwords.hash_password(new)
    with begin() as session:
        label = _label(session, identity.session_hash)
        account = account_with_id(session, identity.account_id)
        services.change_password(session, actor, account, hashed, now)
        token = sessions.open_session(session, account.id, now, device=label, ip=actor.ip)
        if device:
            devices.remember(session, device, account.id, now)
    return SignedIn(outcome, token)


def _prove(begin: Transactions, identity: Identity, password: str, now: datetime) -> Outcome:
    """Compare with the password, as slowly and as seldom as at the sign-in.

    A teacher's computer left open in class must not be a place to guess from.
    """
    counters = [Counter(throttle.CONFIRM, str(identity.account_id))]
    with begin() as session:
        if not throttle.reserve(session, counters, now):
            return Outcome.TOO_MANY
        stored = account_with_id(session, identity.account_id).password_hash
    if not passwords.verify_password(stored, password):
        return Outcome.WRONG
    with begin() as session:
        throttle.give_back(session, counters)
    return Outcome.SIGNED_IN


def _label(session: Session, session_hash: str) -> str:
    row = session.get(WebSession, session_hash)
    return row.device if row else ""
