"""Somebody signed in proves again who they are, or chooses another password (checks 16, 18)."""

from datetime import datetime

from sqlalchemy.orm import Session

from registro_core.accounts import devices, passwords, services, sessions, throttle
from registro_core.accounts.finding import account_with_id
from registro_core.accounts.models import WebSession
from registro_core.accounts.opening import Proof
from registro_core.accounts.sign_in import Outcome, SignedIn
from registro_core.accounts.throttle import Counter
from registro_core.audit.services import Change, record_change
from registro_core.db.apart import Transactions
from registro_core.facts import password_refusal
from registro_core.items import Actor
from registro_core.security.identity import Identity


def confirm(
    begin: Transactions, actor: Actor, identity: Identity, password: str, now: datetime
) -> SignedIn:
    """Step-up: with the right password the session gets a new token and counts as fresh."""
    refused = _prove(begin, identity, password, now)
    if refused is not None:
        return refused
    with begin() as session:
        token = confirmed(session, actor, identity, Proof(), now)
    return SignedIn(Outcome.SIGNED_IN, token)


def confirmed(
    session: Session, actor: Actor, identity: Identity, proof: Proof, now: datetime
) -> str:
    """Let the session of who proved again who they are count as fresh; return its new token."""
    token = sessions.rotate(session, identity.session_hash, now, proof.method, proof.level)
    after: dict[str, object] = {"method": proof.method, "level": proof.level}
    change = Change("account.confirmed", "account", identity.account_id, after=after)
    record_change(session, actor, change, now)
    return token


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
    refused = _prove(begin, identity, old, now)
    if refused is not None:
        return refused
    hashed = passwords.hash_password(new)
    with begin() as session:
        label = _label(session, identity.session_hash)
        account = account_with_id(session, identity.account_id)
        services.change_password(session, actor, account, hashed, now)
        token = sessions.open_session(session, account.id, now, device=label, ip=actor.ip)
        if device:
            devices.remember(session, device, account.id, now)
    return SignedIn(Outcome.SIGNED_IN, token)


def _prove(
    begin: Transactions, identity: Identity, password: str, now: datetime
) -> SignedIn | None:
    """Compare with the password, as slowly and as seldom as at the sign-in; None if it is right.

    A teacher's computer left open in class must not be a place to guess from.
    """
    counters = [Counter(throttle.CONFIRM, str(identity.account_id))]
    with begin() as session:
        if not throttle.reserve(session, counters, now):
            return SignedIn(Outcome.TOO_MANY)
        stored = account_with_id(session, identity.account_id).password_hash
    if not passwords.verify_password(stored, password):
        return SignedIn(Outcome.WRONG)
    with begin() as session:
        throttle.give_back(session, counters)
        reason = password_refusal(session, identity.person_id)
    return SignedIn(Outcome.REFUSED, reason=reason) if reason else None


def _label(session: Session, session_hash: str) -> str:
    row = session.get(WebSession, session_hash)
    return row.device if row else ""
