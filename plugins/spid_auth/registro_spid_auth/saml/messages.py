"""What all messages have in common: ours when they are made, theirs when they are read."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from registro_spid_auth.saml import names
from registro_spid_auth.saml.bindings import Binding
from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.saml.identity_providers import IdentityProvider
from registro_spid_auth.saml.provider import ServiceProvider
from registro_spid_auth.saml.signing import sign
from registro_spid_auth.saml.times import REQUEST_LIFETIME
from registro_spid_auth.saml.xml import SAML, Element, only_child, serialize, text_of


class Comparison(StrEnum):
    """How the level reached is compared with the level asked for (AR-3)."""

    EXACT = "exact"
    MINIMUM = "minimum"
    BETTER = "better"
    MAXIMUM = "maximum"


@dataclass(frozen=True)
class OutgoingMessage:
    """A message of ours: its ID and instant, which the answer is held against, and its bytes."""

    id: str
    issued_at: datetime
    xml: bytes


@dataclass(frozen=True)
class Asked:
    """What an authentication request asked, kept on the server until its response (AR-9)."""

    id: str
    issued_at: datetime
    level: int
    comparison: Comparison
    attributes: frozenset[str]


@dataclass(frozen=True)
class Envelope:
    """A response as it claims to be: enough to find the request it answers, nothing believed."""

    id: str
    in_response_to: str
    issued_at: datetime
    issuer: str
    xml: bytes


def new_id() -> str:
    """Return an ID nobody guesses: 160 random bits (AR-1)."""
    return f"_{secrets.token_hex(20)}"


def whole_seconds(now: datetime) -> datetime:
    """Return the instant that a message will bear."""
    return now.astimezone(UTC).replace(microsecond=0)


def issuer_of(provider: ServiceProvider) -> Element:
    """Return the Issuer of our messages (AR-2)."""
    return SAML.Issuer(
        provider.entity_id, Format=names.ENTITY_FORMAT, NameQualifier=provider.entity_id
    )


def finished(root: Element, provider: ServiceProvider, binding: Binding) -> bytes:
    """Return the bytes of a message of ours, signed within for POST (AR-4, AR-5)."""
    return sign(root, provider.keys, 1) if binding is Binding.POST else serialize(root)


def check_id(root: Element) -> str:
    """Return the ID of a message of version 2.0 (RS-2)."""
    message_id = root.get("ID")
    if not message_id:
        raise Refused("id")
    if root.get("Version") != "2.0":
        raise Refused("version")
    return message_id


def in_response_to(root: Element) -> str:
    """Return the ID of the request that a message says it answers (RS-3)."""
    request_id = root.get("InResponseTo")
    if not request_id:
        raise Refused("unsolicited")
    return request_id


def issuer_in(root: Element) -> str:
    """Return who a message says it is from."""
    return text_of(only_child(root, "saml:Issuer", "issuer"), "issuer")


def check_answers(root: Element, request_id: str, asked_at: datetime, now: datetime) -> None:
    """RS-3: the answer to this request, and not too late."""
    if in_response_to(root) != request_id or now > asked_at + REQUEST_LIFETIME:
        raise Refused("unsolicited")


def check_sender(root: Element, address: str, idp: IdentityProvider) -> None:
    """RS-5: sent to this address, by this provider."""
    if root.get("Destination") != address:
        raise Refused("destination")
    if issuer_in(root) != idp.entity_id:
        raise Refused("issuer")
    issuer = only_child(root, "saml:Issuer", "issuer")
    if issuer.get("Format", names.ENTITY_FORMAT) != names.ENTITY_FORMAT:
        raise Refused("issuer-format")
