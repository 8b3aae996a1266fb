"""Signing in with a password: count, compare, open a session (checks 14-16). No web in here."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from sqlalchemy import update
from sqlalchemy.orm import Session

from registro_core.accounts import devices, passwords, sessions, throttle
from registro_core.accounts.finding import AccountRow, find_account, plain_name
from registro_core.accounts.models import Account
from registro_core.accounts.new_device import tell_new_device
from registro_core.accounts.throttle import Counter
from registro_core.audit.services import Change, record_change
from registro_core.db.apart import Transactions
from registro_core.items import Actor


class Outcome(Enum):
    """How a sign-in went. Nothing tells an unknown name from a wrong password."""

    SIGNED_IN = auto()
    WRONG = auto()
    TOO_MANY = auto()


@dataclass(frozen=True)
class Attempt:
    """What came with a sign-in: what was typed, and from where."""

    name: str
    password: str
    address: str = ""
    # Token of the cookie by which the browser is known, and of the session it had.
    device: str | None = None
    session: str | None = None
    user_agent: str = ""
    request_id: str = ""


@dataclass(frozen=True)
class SignedIn:
    """The answer to a sign-in, with the tokens for the cookies when it went well."""

    outcome: Outcome
    session_token: str = ""
    device_token: str = ""


def sign_in(begin: Transactions, attempt: Attempt, now: datetime) -> SignedIn:
    """Try to sign in. Two short transactions; the slow comparison holds none of them."""
    with begin() as session:
        account = find_account(session, attempt.name)
        counters = _counters(session, account, attempt)
        if not throttle.reserve(session, counters, now):
            return SignedIn(Outcome.TOO_MANY)
    stored = account.password_hash if account else None
    right = passwords.verify_password(stored, attempt.password)
    if account is None or stored is None or not right or not account.enabled:
        return SignedIn(Outcome.WRONG)
    fresh = passwords.hash_password(attempt.password) if passwords.needs_rehash(stored) else None
    with begin() as session:
        throttle.give_back(session, counters)
        return _open(session, account, attempt, fresh, now)


def _counters(session: Session, account: AccountRow | None, attempt: Attempt) -> list[Counter]:
    """A browser known to the account has a counter of its own, which strangers cannot fill."""
    if account is not None and devices.is_known(session, attempt.device, account.id):
        return [Counter(throttle.DEVICE, devices.device_hash(attempt.device or "", account.id))]
    # one counter for an account, however it is named; and one for each name that is nobody's
    whose = f"id:{account.id}" if account else f"name:{plain_name(attempt.name)}"
    return [
        Counter(throttle.ACCOUNT, whose),
        Counter(throttle.ADDRESS, throttle.network(attempt.address)),
    ]


def _open(
    session: Session, account: AccountRow, attempt: Attempt, fresh: str | None, now: datetime
) -> SignedIn:
    changed = {"last_sign_in_at": now} | ({"password_hash": fresh} if fresh else {})
    session.execute(update(Account).where(Account.id == account.id).values(changed))
    if attempt.session:
        # a cookie planted in this browser, or of who used it before, must not live on
        sessions.end_session(session, attempt.session)
    label = devices.label(attempt.user_agent)
    token = sessions.open_session(session, account.id, now, device=label, ip=attempt.address)
    sessions.end_surplus(session, account.id)
    known = devices.is_known(session, attempt.device, account.id)
    if not known:
        tell_new_device(session, account, label, now)
    device = attempt.device or devices.new_device_token()
    devices.remember(session, device, account.id, now)
    record_change(
        session,
        Actor(account.person_id, attempt.address, attempt.request_id),
        Change("account.signed-in", "account", account.id, after={"device": label, "known": known}),
        now,
    )
    return SignedIn(Outcome.SIGNED_IN, token, device)
