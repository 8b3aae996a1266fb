"""Somebody signed in proves again who they are, or chooses another password (checks 16, 18)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from registro_core.accounts import devices, passwords, services, sessions, throttle
from registro_core.accounts.finding import account_with_id
from registro_core.accounts.opening import Proof
from registro_core.accounts.second_factor import services as second_factor
from registro_core.accounts.second_factor.policy import LEVEL
from registro_core.accounts.sign_in import Outcome, SignedIn
from registro_core.accounts.throttle import Counter
from registro_core.audit.services import Change, record_change
from registro_core.db.apart import Transactions
from registro_core.facts import password_refusal
from registro_core.items import Actor
from registro_core.security.identity import Identity
from registro_core.security.vault import Vault


@dataclass(frozen=True)
class Given:
    """What somebody gives as a proof: the password, and a code with what opens its seed."""

    password: str
    code: str | None = None
    vault: Vault | None = None


def confirm(
    begin: Transactions, actor: Actor, identity: Identity, given: Given, now: datetime
) -> SignedIn:
    """Step-up: with what is right the session gets a new token and counts as fresh."""
    refused = _prove(begin, identity, given, now)
    if refused is not None:
        return refused
    with begin() as session:
        proof = Proof() if given.code is None else Proof(level=LEVEL)
        token = confirmed(session, actor, identity, proof, now)
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

    All other sessions end; this browser's gets a new token and stays known. How well its person
    proved who they are, and when, stays as it was: the old password alone is no better proof.
    """
    refused = _prove(begin, identity, Given(old), now)
    if refused is not None:
        return refused
    hashed = passwords.hash_password(new)
    with begin() as session:
        account = account_with_id(session, identity.account_id)
        services.change_password(session, actor, account, hashed, now, identity.session_hash)
        token = sessions.renew_token(session, identity.session_hash, now)
        if device:
            devices.remember(session, device, account.id, now)
    return SignedIn(Outcome.SIGNED_IN, token)


def _prove(begin: Transactions, identity: Identity, given: Given, now: datetime) -> SignedIn | None:
    """Compare what is given, as slowly and as seldom as at the sign-in; None if it is right.

    A teacher's computer left open in class must not be a place to guess from.
    """
    counters = [Counter(throttle.CONFIRM, str(identity.account_id))]
    with begin() as session:
        if not throttle.reserve(session, counters, now):
            return SignedIn(Outcome.TOO_MANY)
        stored = account_with_id(session, identity.account_id).password_hash
    if not passwords.verify_password(stored, given.password):
        return SignedIn(Outcome.WRONG)
    with begin() as session:
        if not _code_is_right(session, identity, given, now):
            return SignedIn(Outcome.WRONG_CODE)
        throttle.give_back(session, counters)
        reason = password_refusal(session, identity.person_id)
    return SignedIn(Outcome.REFUSED, reason=reason) if reason else None


def _code_is_right(session: Session, identity: Identity, given: Given, now: datetime) -> bool:
    if given.code is None or given.vault is None:
        return given.code is None
    proved = second_factor.prove(session, given.vault, identity.account_id, given.code, now)
    return proved is not None
