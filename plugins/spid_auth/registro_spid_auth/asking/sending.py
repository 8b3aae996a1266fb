"""A request to a federation's provider, kept before the browser is sent away with it (AR)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from registro_core.api import Counter, Limit, network, reserve
from registro_spid_auth.asking.services import Waiting, hash_browser, remember
from registro_spid_auth.configuration import Configuration
from registro_spid_auth.federations import Federation
from registro_spid_auth.kinds import Purpose
from registro_spid_auth.saml.bindings import SAML_REQUEST, Binding, post_fields, redirect_url
from registro_spid_auth.saml.identity_providers import IdentityProvider
from registro_spid_auth.saml.requests import authn_request

# Beginnings from one address: a whole school stands behind one (AR-8).
BEGINNINGS = Limit("spid_auth.begin", 300, timedelta(minutes=15), sliding=False)
RELAY_BYTES = 24


@dataclass(frozen=True)
class Wanted:
    """What somebody comes in for: the page they go to, and the level it needs at least."""

    purpose: Purpose
    back: str
    level: int


@dataclass(frozen=True)
class Departure:
    """How the browser leaves: to an address, or with a form whose fields these are."""

    url: str
    fields: dict[str, str] | None = None


def may_begin(session: Session, address: str, now: datetime) -> bool:
    """Whether an address has not begun too often (AR-8)."""
    return reserve(session, [Counter(BEGINNINGS, network(address))], now)


def depart(
    session: Session,
    configuration: Configuration,
    federation: Federation,
    idp: IdentityProvider,
    wanted: Wanted,
    browser: str,
    now: datetime,
) -> Departure:
    """Make a request, keep it, and say how to send the browser away with it (AR-5 to AR-9)."""
    binding = configuration.binding
    if binding not in idp.sso:
        binding = next(iter(idp.sso))
    level = max(configuration.level, wanted.level)
    made = authn_request(federation.provider, idp, binding, level, configuration.comparison, now)
    remember(
        session,
        Waiting(
            id=made.id,
            connector=federation.connector,
            provider=idp.entity_id,
            purpose=wanted.purpose,
            asked_at=made.issued_at,
            level=level,
            comparison=configuration.comparison.value,
            browser_hash=hash_browser(browser),
            back=wanted.back,
            message=made.xml.decode(),
        ),
    )
    return send(federation, binding, idp.sso[binding], SAML_REQUEST, made.xml)


def send(
    federation: Federation,
    binding: Binding,
    url: str,
    parameter: str,
    xml: bytes,
    relay_state: str | None = None,
) -> Departure:
    """How a message of ours leaves. RelayState is random: what it could carry is kept here (AR-7)."""
    relay = relay_state or secrets.token_urlsafe(RELAY_BYTES)
    if binding is Binding.POST:
        return Departure(url, post_fields(parameter, xml, relay))
    return Departure(redirect_url(url, parameter, xml, relay, federation.provider.keys))
