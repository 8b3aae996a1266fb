"""Single logout with a federation, begun here or by the provider (LO)."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import Actor, Change, end_session_hashed, record_change
from registro_spid_auth.asking.evidence import Sender
from registro_spid_auth.asking.sending import Departure, send
from registro_spid_auth.asking.services import LeavingRequest, remember_logout, take_logout
from registro_spid_auth.federations import Federation
from registro_spid_auth.models import ForeignSession, RecordKind
from registro_spid_auth.records.sealing import LogKeys
from registro_spid_auth.records.services import OK, Transaction, add_record
from registro_spid_auth.saml import logout
from registro_spid_auth.saml.bindings import SAML_REQUEST, SAML_RESPONSE, Binding, Message
from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.saml.identity_providers import IdentityProvider
from registro_spid_auth.saml.logout import IncomingLogout

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Leaver:
    """The browser that brings a message of logout, when, and the key of the log."""

    sender: Sender
    keys: LogKeys
    now: datetime


def binding_for(idp: IdentityProvider, preferred: Binding) -> Binding | None:
    """By which binding a provider takes logout messages; None if it takes none."""
    if preferred in idp.slo:
        return preferred
    return next(iter(idp.slo), None)


def request_logout(
    session: Session, federation: Federation, ours: ForeignSession, binding: Binding, now: datetime
) -> str | None:
    """Keep a LogoutRequest for a session that ends here; return its ID.

    None where the provider has no session of its own to end, as after signing in at level 2 or 3
    with most (LO-1): it then gave no SessionIndex, or has no address for logout.
    """
    idp = federation.identity_providers().get(ours.provider)
    if idp is None or not ours.session_index or not idp.slo:
        return None
    named = logout.Session(ours.name_id, ours.name_qualifier, ours.session_index)
    chosen = binding_for(idp, binding) or binding
    made = logout.logout_request(federation.provider, idp, chosen, named, now)
    remember_logout(
        session,
        LeavingRequest(
            made.id, federation.connector, idp.entity_id, made.issued_at, made.xml.decode()
        ),
    )
    return made.id


def depart(federation: Federation, leaving: LeavingRequest, binding: Binding) -> Departure | None:
    """How the browser takes a kept LogoutRequest to the provider; None if the provider is gone."""
    idp = federation.identity_providers().get(leaving.provider)
    chosen = binding_for(idp, binding) if idp else None
    if idp is None or chosen is None:
        return None
    url = idp.slo[chosen].url
    return send(federation, chosen, url, SAML_REQUEST, leaving.message.encode())


def be_told(
    session: Session, federation: Federation, message: Message, leaver: Leaver
) -> IncomingLogout:
    """A provider tells us to end sessions: end them, and log it (LO-3).  Raises `Refused`.

    That they are gone already is as good.
    """
    told = logout.read_logout_request(
        message, federation.provider, federation.identity_providers(), leaver.now
    )
    ended = _sessions(session, federation, told)
    for row in ended:
        end_session_hashed(session, row.session_hash)
    evidence = {**leaver.sender.evidence(), "request": message.xml.decode("utf-8", "replace")}
    _record(session, federation, told.idp.entity_id, OK, evidence, leaver)
    if ended:
        after = {"method": federation.connector.value, "count": len(ended)}
        change = Change("spid_auth.session.ended", "spid_auth_session", told.id, after=after)
        actor = Actor(None, leaver.sender.address, leaver.sender.request_id)
        record_change(session, actor, change, leaver.now)
    return told


def _sessions(
    session: Session, federation: Federation, told: IncomingLogout
) -> Sequence[ForeignSession]:
    statement = select(ForeignSession).where(
        ForeignSession.connector == federation.connector,
        ForeignSession.provider == told.idp.entity_id,
        ForeignSession.name_id == told.name_id,
    )
    if told.session_indexes:
        statement = statement.where(ForeignSession.session_index.in_(told.session_indexes))
    return session.scalars(statement).all()


def answer(
    federation: Federation, told: IncomingLogout, message: Message, binding: Binding, now: datetime
) -> Departure | None:
    """How the browser takes our answer back; None if the provider has no address for it."""
    chosen = binding_for(told.idp, binding)
    if chosen is None:
        return None
    made = logout.logout_response(federation.provider, told.idp, chosen, told.id, now)
    url = told.idp.slo[chosen].response_url
    # the sender's RelayState goes back as it came (saml-bindings 3.4.3); it leads nowhere of ours
    return send(federation, chosen, url, SAML_RESPONSE, made.xml, message.relay_state)


def be_answered(session: Session, federation: Federation, message: Message, leaver: Leaver) -> bool:
    """The answer to a LogoutRequest of ours: whether the provider closed everything (LO-4).

    Raises `Refused`, and then nothing is done.
    """
    request_id = logout.read_logout_response(message)
    asked = take_logout(session, federation.connector, request_id, leaver.now)
    if asked is None:
        raise Refused("unsolicited")
    idp = federation.identity_providers().get(asked.provider)
    if idp is None:
        raise Refused("provider-gone")
    whole = logout.check_logout_response(
        message, federation.provider, idp, (asked.id, asked.asked_at), leaver.now
    )
    evidence = {
        **leaver.sender.evidence(),
        "request": asked.message,
        "response": message.xml.decode("utf-8", "replace"),
    }
    outcome = OK if whole else "partial-logout"
    _record(session, federation, asked.provider, outcome, evidence, leaver)
    return whole


def _record(
    session: Session,
    federation: Federation,
    provider: str,
    outcome: str,
    evidence: dict[str, str | None],
    leaver: Leaver,
) -> None:
    transaction = Transaction(
        RecordKind.LOGOUT, federation.connector, provider, outcome, evidence=evidence
    )
    add_record(session, leaver.keys, transaction, leaver.now)
