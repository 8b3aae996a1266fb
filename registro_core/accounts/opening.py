"""Letting somebody in who has proved who they are, by whatever method (checks 16, 19). No web."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from registro_core.accounts import devices, sessions
from registro_core.accounts.finding import AccountRow
from registro_core.accounts.models import Account
from registro_core.accounts.new_device import tell_new_device
from registro_core.audit.services import Change, record_change
from registro_core.items import Actor
from registro_core.security.identity import BY_PASSWORD


@dataclass(frozen=True)
class Arrival:
    """Where somebody comes from: the browser, and what its cookies say."""

    address: str = ""
    # Token of the cookie by which the browser is known, and of the session it had.
    device: str | None = None
    session: str | None = None
    user_agent: str = ""
    request_id: str = ""


@dataclass(frozen=True)
class Proof:
    """How somebody proved who they are: the method's name, and its level.

    Level 1 is a password alone, 2 needs something one has besides, 3 a certified device
    (the levels of SPID and CIE, eIDAS 910/2014 art. 8). `shared`: on a computer that others use.
    """

    method: str = BY_PASSWORD
    level: int = 1
    shared: bool = False


@dataclass(frozen=True)
class Tokens:
    """What goes into the cookies of who was let in."""

    session: str
    device: str


def let_in(
    session: Session, account: AccountRow, arrival: Arrival, proof: Proof, now: datetime
) -> Tokens:
    """Open a session; the one the browser had before ends, whoever's it was."""
    session.execute(update(Account).where(Account.id == account.id).values(last_sign_in_at=now))
    if arrival.session:
        # a cookie planted in this browser, or of who used it before, must not live on
        sessions.end_session(session, arrival.session)
    label = devices.label(arrival.user_agent)
    token = sessions.open_session(
        session, account.id, now, proof.method, label, arrival.address, proof.level, proof.shared
    )
    sessions.end_surplus(session, account.id)
    known = devices.is_known(session, arrival.device, account.id)
    if not known:
        tell_new_device(session, account, label, now)
    device = arrival.device or devices.new_device_token()
    devices.remember(session, device, account.id, now)
    record_change(
        session,
        Actor(account.person_id, arrival.address, arrival.request_id),
        Change(
            "account.signed-in",
            "account",
            account.id,
            after={"device": label, "known": known, "method": proof.method, "level": proof.level},
        ),
        now,
    )
    return Tokens(token, device)
