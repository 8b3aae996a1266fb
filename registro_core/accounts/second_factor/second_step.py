"""The second step of a sign-in: the code, after the password was right (web-free)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from registro_core.accounts import devices, giving, throttle
from registro_core.accounts.finding import AccountRow, account_with_id
from registro_core.accounts.opening import Arrival, Proof, Tokens, let_in
from registro_core.accounts.second_factor import pending, recovery, services
from registro_core.accounts.second_factor.models import PendingSignIn
from registro_core.accounts.second_factor.policy import LEVEL
from registro_core.accounts.second_factor.services import Proved
from registro_core.accounts.sign_in import Outcome, SignedIn
from registro_core.accounts.throttle import Counter
from registro_core.audit.services import Change, record_change
from registro_core.db.apart import Transactions
from registro_core.items import Actor
from registro_core.security.vault import Vault

# How long a browser may be trusted: its owner said that nobody else uses it.
TRUST_LIVES = timedelta(days=30)


@dataclass(frozen=True)
class Entry:
    """What was typed into the page that asks for the code, and where it came from."""

    # Of the cookie that the password brought.
    token: str | None
    code: str
    trust: bool = False
    arrival: Arrival = field(default_factory=Arrival)


def enter(begin: Transactions, vault: Vault, entry: Entry, now: datetime) -> SignedIn:
    """Try a code; with the right one the session begins, at level 2. One short transaction."""
    with begin() as session:
        waiting = pending.find(session, entry.token, now)
        if waiting is None:
            return SignedIn(Outcome.TOO_LATE)
        account = account_with_id(session, waiting.account_id)
        counters = [counter_of(session, account.id, entry.arrival.device)]
        if not throttle.reserve(session, counters, now):
            return SignedIn(Outcome.TOO_MANY)
        proved = services.prove(session, vault, account.id, entry.code, now)
        if proved is None:
            _record_refusal(session, account, entry.arrival, now)
            return SignedIn(Outcome.WRONG_CODE)
        throttle.give_back(session, counters)
        if not pending.finish(session, waiting):
            return SignedIn(Outcome.TOO_LATE)
        tokens = _let_in(session, account, entry, waiting, now)
        left = recovery.codes_left(session, account.id) if proved is Proved.RECOVERY else None
    return SignedIn(Outcome.SIGNED_IN, tokens.session, tokens.device, codes_left=left)


def counter_of(session: Session, account_id: int, device: str | None) -> Counter:
    """As for passwords: a known browser has a counter of its own, which strangers cannot fill."""
    if devices.is_known(session, device, account_id):
        return Counter(throttle.CODE_ENTRY, devices.device_hash(device or "", account_id))
    return Counter(throttle.CODE_ENTRY, f"id:{account_id}")


def may_trust(session: Session, waiting: PendingSignIn) -> bool:
    """Whether the browser may be trusted: never for administrators, nor one that others use."""
    person_id = account_with_id(session, waiting.account_id).person_id
    return not waiting.shared and not giving.is_admin(session, person_id)


def _let_in(
    session: Session, account: AccountRow, entry: Entry, waiting: PendingSignIn, now: datetime
) -> Tokens:
    proof = Proof(level=LEVEL, shared=waiting.shared)
    tokens = let_in(session, account, entry.arrival, proof, now)
    if entry.trust and may_trust(session, waiting):
        devices.trust(session, tokens.device, account.id, now + TRUST_LIVES)
    return tokens


def _record_refusal(session: Session, account: AccountRow, arrival: Arrival, now: datetime) -> None:
    # Whoever came so far knows the password.
    actor = Actor(account.person_id, arrival.address, arrival.request_id)
    record_change(session, actor, Change("account.code-refused", "account", account.id), now)
