"""What becomes of a response: each is checked, linked to a person, and logged whatever it was.

Three short transactions of their own, so that what must stay (a request used up, a line of the
log) stays though the page is refused.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from registro_core.api import (
    Actor,
    Change,
    Counter,
    Limit,
    Transactions,
    network,
    record_change,
    reserve,
)
from registro_spid_auth.asking import services
from registro_spid_auth.asking.evidence import (
    Evidence,
    Sender,
    of_request,
    of_rubbish,
)
from registro_spid_auth.asking.services import Proved, Waiting
from registro_spid_auth.kinds import Connector, Purpose
from registro_spid_auth.linking.associations import Stranger, draft
from registro_spid_auth.linking.services import NotLinked, Refusal, find_person
from registro_spid_auth.models import RecordKind
from registro_spid_auth.records.sealing import LogKeys
from registro_spid_auth.records.services import OK, Transaction, add_record

log = logging.getLogger(__name__)

# Responses to no request of ours that are put on record, from one address.
RUBBISH = Limit("spid_auth.rubbish", 60, timedelta(minutes=15), sliding=False)


@dataclass(frozen=True)
class Desk:
    """Where responses are received: one request of a browser, at an instant.

    `browser` is the cookie of the browser that began; `binding` whether it must be the one (RS-4).
    """

    begin: Transactions
    connector: Connector
    keys: LogKeys
    sender: Sender
    browser: str | None
    binding: bool
    now: datetime
    today: date


@dataclass(frozen=True)
class Identified:
    """Whom a provider vouches for; what it says of them, and how it will speak of the session."""

    codice_fiscale: str | None
    surname: str
    given_name: str
    birth_date: date | None
    level: int
    name_id: str = ""
    name_qualifier: str = ""
    session_index: str | None = None


@dataclass(frozen=True)
class Refused:
    """Somebody does not come in: the machine word, and the way back.

    `association` is the token by which a stranger may write to the office.
    """

    code: str
    back: str = "/sign-in"
    association: str | None = None


def take(desk: Desk, request_id: str) -> Waiting | None:
    """Use up the request that a response answers (RS-3)."""
    with desk.begin() as session:
        return services.take(session, desk.connector, request_id, desk.now)


def of_this_browser(desk: Desk, kept: str) -> bool:
    """Whether the response comes by the browser that began (RS-4)."""
    return not desk.binding or services.same_browser(kept, desk.browser)


def let_in(desk: Desk, waiting: Waiting, who: Identified, evidence: Evidence) -> Proved | Refused:
    """Find the person and keep the arrival; or say why not. Either way there is a line of the log."""
    with desk.begin() as session:
        try:
            person_id = find_person(session, who.codice_fiscale, desk.today)
        except NotLinked as refusal:
            return _not_linked(session, desk, waiting, who, refusal, evidence)
        proved = Proved(
            request_id=waiting.id,
            person_id=person_id,
            connector=desk.connector,
            provider=waiting.provider,
            purpose=waiting.purpose,
            level=who.level,
            browser_hash=waiting.browser_hash,
            back=waiting.back,
            name_id=who.name_id,
            name_qualifier=who.name_qualifier,
            session_index=who.session_index,
        )
        services.arrive(session, proved, desk.now)
        _record(session, desk, waiting, OK, person_id, evidence)
    return proved


def refuse(desk: Desk, waiting: Waiting, code: str, evidence: Evidence) -> Refused:
    """Log a response that was refused, or that reports an error (LOG-1)."""
    with desk.begin() as session:
        _record(session, desk, waiting, code, None, evidence)
    log.warning("%s: request %s refused: %s", desk.connector, desk.sender.request_id, code)
    return Refused(code, _way_back(waiting))


def turn_away(desk: Desk, code: str, xml: bytes) -> Refused:
    """A response to no request of ours: a replay, or rubbish (RS-3).

    Anybody can send these: what is kept of them is small, and of one address not without end.
    """
    log.warning("%s: request %s refused: %s", desk.connector, desk.sender.request_id, code)
    with desk.begin() as session:
        counter = Counter(RUBBISH, network(desk.sender.address))
        if reserve(session, [counter], desk.now):
            evidence = {**desk.sender.evidence(), **of_rubbish(xml)}
            transaction = Transaction(
                RecordKind.SIGN_IN, desk.connector, "", code, evidence=evidence
            )
            add_record(session, desk.keys, transaction, desk.now)
    return Refused(code)


def _not_linked(
    session: Session,
    desk: Desk,
    waiting: Waiting,
    who: Identified,
    refusal: NotLinked,
    evidence: Evidence,
) -> Refused:
    code = refusal.refusal.value
    token = None
    if refusal.refusal is Refusal.UNKNOWN and waiting.purpose is Purpose.SIGN_IN:
        stranger = Stranger(
            desk.connector,
            who.codice_fiscale or "",
            who.surname,
            who.given_name,
            who.birth_date,
        )
        token = draft(session, stranger, waiting.browser_hash, desk.now)
    seq = _record(session, desk, waiting, code, refusal.person_id, evidence)
    after = {"method": desk.connector.value, "why": code, "person_id": refusal.person_id}
    change = Change("spid_auth.sign-in.refused", "spid_auth_record", seq, after=after)
    actor = Actor(None, desk.sender.address, desk.sender.request_id)
    record_change(session, actor, change, desk.now)
    log.warning("%s: request %s refused: %s", desk.connector, desk.sender.request_id, code)
    return Refused(code, _way_back(waiting), token)


def _record(
    session: Session,
    desk: Desk,
    waiting: Waiting,
    outcome: str,
    person_id: int | None,
    evidence: Evidence,
) -> int:
    confirming = waiting.purpose is Purpose.CONFIRM
    transaction = Transaction(
        kind=RecordKind.CONFIRM if confirming else RecordKind.SIGN_IN,
        connector=desk.connector,
        provider=waiting.provider,
        outcome=outcome,
        person_id=person_id,
        evidence={**of_request(waiting), **desk.sender.evidence(), **evidence},
    )
    return add_record(session, desk.keys, transaction, desk.now)


def _way_back(waiting: Waiting) -> str:
    return waiting.back if waiting.purpose is Purpose.CONFIRM else "/sign-in"
