"""Requests that wait for their response, and people who proved who they are: each used up once."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, insert
from sqlalchemy.orm import Session

from registro_spid_auth.kinds import Connector, Purpose
from registro_spid_auth.models import Arrival, PendingLogout, PendingRequest
from registro_spid_auth.saml.times import REQUEST_LIFETIME

# From the response to the next request of the same browser, which follows at once.
ARRIVAL_LIFETIME = timedelta(minutes=2)


@dataclass(frozen=True)
class Waiting:
    """A request on its way: see `PendingRequest`."""

    id: str
    connector: Connector
    provider: str
    purpose: Purpose
    asked_at: datetime
    level: int
    comparison: str
    browser_hash: str
    back: str
    message: str
    attribute_index: int = 0
    secrets: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Proved:
    """Who came back from a provider, and by what the provider knows the session (RS-15)."""

    request_id: str
    person_id: int
    connector: Connector
    provider: str
    purpose: Purpose
    level: int
    browser_hash: str
    back: str
    name_id: str = ""
    name_qualifier: str = ""
    session_index: str | None = None


@dataclass(frozen=True)
class LeavingRequest:
    """A LogoutRequest of ours on its way."""

    id: str
    connector: Connector
    provider: str
    asked_at: datetime
    message: str


def hash_browser(token: str) -> str:
    """What is kept of the cookie of the browser that began."""
    return hashlib.sha256(b"spid_auth browser:" + token.encode()).hexdigest()


def same_browser(kept: str, token: str | None) -> bool:
    """Whether a browser's cookie is the one of the browser that began (RS-4)."""
    return token is not None and hmac.compare_digest(kept, hash_browser(token))


def remember(session: Session, waiting: Waiting) -> None:
    """Keep a request before the browser is sent away with it (AR-9)."""
    session.execute(insert(PendingRequest), [vars(waiting)])


def take(session: Session, connector: Connector, request_id: str, now: datetime) -> Waiting | None:
    """Use up the request that a response answers; None if there is none, or it is too old (RS-3).

    One statement takes it away and returns it: of two responses at once one finds it.
    """
    columns = [getattr(PendingRequest, name) for name in Waiting.__dataclass_fields__]
    statement = (
        delete(PendingRequest)
        .where(PendingRequest.id == request_id, PendingRequest.connector == connector)
        .returning(*columns)
        .execution_options(synchronize_session=False)
    )
    row = session.execute(statement).mappings().first()
    if row is None or now > row["asked_at"] + REQUEST_LIFETIME:
        return None
    return Waiting(**row)


def arrive(session: Session, proved: Proved, now: datetime) -> None:
    """Keep who came back until the browser's next request."""
    session.execute(insert(Arrival), [{**vars(proved), "arrived_at": now}])


def take_arrival(session: Session, request_id: str, now: datetime) -> Proved | None:
    """Use up an arrival; None if there is none, or it is too old."""
    columns = [getattr(Arrival, name) for name in Proved.__dataclass_fields__]
    statement = (
        delete(Arrival)
        .where(Arrival.request_id == request_id)
        .returning(*columns, Arrival.arrived_at)
        .execution_options(synchronize_session=False)
    )
    row = session.execute(statement).mappings().first()
    if row is None or now > row["arrived_at"] + ARRIVAL_LIFETIME:
        return None
    return Proved(**{name: row[name] for name in Proved.__dataclass_fields__})


def remember_logout(session: Session, leaving: LeavingRequest) -> None:
    """Keep a LogoutRequest until its answer (LO-4)."""
    session.execute(insert(PendingLogout), [vars(leaving)])


def take_logout(
    session: Session, connector: Connector, request_id: str, now: datetime
) -> LeavingRequest | None:
    """Use up the LogoutRequest that an answer is for; None if there is none, or it is too old."""
    columns = [getattr(PendingLogout, name) for name in LeavingRequest.__dataclass_fields__]
    statement = (
        delete(PendingLogout)
        .where(PendingLogout.id == request_id, PendingLogout.connector == connector)
        .returning(*columns)
        .execution_options(synchronize_session=False)
    )
    row = session.execute(statement).mappings().first()
    if row is None or now > row["asked_at"] + REQUEST_LIFETIME:
        return None
    return LeavingRequest(**row)


def forget_expired(session: Session, now: datetime) -> int:
    """Delete what nobody came back for (OPS-6); return how many requests."""
    old = now - REQUEST_LIFETIME
    statements = (
        delete(Arrival).where(Arrival.arrived_at < now - ARRIVAL_LIFETIME),
        delete(PendingLogout).where(PendingLogout.asked_at < old),
        delete(PendingRequest).where(PendingRequest.asked_at < old),
    )
    count = 0
    for statement in statements:
        result = session.execute(statement.execution_options(synchronize_session=False))
        count = result.rowcount if isinstance(result, CursorResult) else 0
    return count
