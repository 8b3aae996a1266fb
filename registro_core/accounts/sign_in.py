"""Signing in with a password: count, compare, let in (checks 14, 15). No web in here."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from sqlalchemy import update
from sqlalchemy.orm import Session

from registro_core.accounts import devices, passwords, throttle
from registro_core.accounts.finding import AccountRow, find_account, plain_name
from registro_core.accounts.models import Account
from registro_core.accounts.opening import Arrival, Proof, let_in
from registro_core.accounts.second_factor import pending
from registro_core.accounts.second_factor import services as second_factor
from registro_core.accounts.throttle import Counter
from registro_core.db.apart import Transactions
from registro_core.facts import password_refusal
from registro_core.items import Text


class Outcome(Enum):
    """How a sign-in went. Nothing tells an unknown name from a wrong password."""

    SIGNED_IN = auto()
    WRONG = auto()
    TOO_MANY = auto()
    # The password was right, but at this school the person comes in another way.
    REFUSED = auto()
    # The password was right; now the code of the second factor.
    CODE_WANTED = auto()
    WRONG_CODE = auto()
    # Too long after the password, or in another browser.
    TOO_LATE = auto()


@dataclass(frozen=True)
class Attempt:
    """What was typed into the sign-in form, and where it came from."""

    name: str
    password: str
    arrival: Arrival = field(default_factory=Arrival)
    # Others use this computer too: nothing is trusted here, and it is left alone for less long.
    shared: bool = False


@dataclass(frozen=True)
class SignedIn:
    """The answer to a sign-in: the tokens for the cookies, or why a password is not taken.

    `codes_left`: how many recovery codes there are now, if one was used.
    """

    outcome: Outcome
    session_token: str = ""
    device_token: str = ""
    reason: Text = ""
    pending_token: str = ""
    codes_left: int | None = None


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
        if reason := password_refusal(session, account.person_id):
            return SignedIn(Outcome.REFUSED, reason=reason)
        if fresh:
            _keep(session, account, fresh)
        trusted_with = None if attempt.shared else attempt.arrival.device
        if second_factor.is_asked(session, account.id, trusted_with, now):
            token = pending.begin(session, account.id, attempt.shared, now)
            return SignedIn(Outcome.CODE_WANTED, pending_token=token)
        tokens = let_in(session, account, attempt.arrival, Proof(shared=attempt.shared), now)
    return SignedIn(Outcome.SIGNED_IN, tokens.session, tokens.device)


def _counters(session: Session, account: AccountRow | None, attempt: Attempt) -> list[Counter]:
    """A browser known to the account has a counter of its own, which strangers cannot fill."""
    device, address = attempt.arrival.device, attempt.arrival.address
    if account is not None and devices.is_known(session, device, account.id):
        return [Counter(throttle.DEVICE, devices.device_hash(device or "", account.id))]
    # one counter for an account, however it is named; and one for each name that is nobody's
    whose = f"id:{account.id}" if account else f"name:{plain_name(attempt.name)}"
    return [
        Counter(throttle.ACCOUNT, whose),
        Counter(throttle.ADDRESS, throttle.network(address)),
    ]


def _keep(session: Session, account: AccountRow, fresh: str) -> None:
    session.execute(update(Account).where(Account.id == account.id).values(password_hash=fresh))
