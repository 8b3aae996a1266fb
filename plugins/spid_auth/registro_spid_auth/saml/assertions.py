"""What an assertion says of a person, once its signature is verified (RS-10 to RS-14)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from registro_spid_auth.saml import names
from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.saml.identity_providers import IdentityProvider
from registro_spid_auth.saml.messages import Asked, Comparison, Envelope
from registro_spid_auth.saml.provider import ServiceProvider
from registro_spid_auth.saml.times import SKEW, check_window, instant_of
from registro_spid_auth.saml.xml import Element, children, only_child, qualified, text_of

FISCAL_NUMBER = "fiscalNumber"
CODICE_FISCALE = re.compile(r"TINIT-([A-Z0-9]{16})", re.ASCII)
LEVEL = re.compile(rf"{re.escape(names.LEVEL_CLASS)}([123])", re.ASCII)
# Conditions we understand; one we do not makes the assertion invalid (saml-core 2.5.1).
CONDITIONS = frozenset(map(qualified, ("saml:AudienceRestriction", "saml:OneTimeUse")))


@dataclass(frozen=True)
class Assertion:
    """Who signed in, at which level, with whom; what logout and the log need.

    `codice_fiscale` is in capitals without `TINIT-`, None where it was not asked for and not given.
    """

    response_id: str
    response_issued_at: datetime
    assertion_id: str
    issuer: str
    name_id: str
    name_qualifier: str
    session_index: str | None
    level: int
    attributes: Mapping[str, str]
    codice_fiscale: str | None


def read_assertion(
    verified: Element,
    envelope: Envelope,
    provider: ServiceProvider,
    idp: IdentityProvider,
    asked: Asked,
    now: datetime,
) -> Assertion:
    """Check an assertion, of which `verified` is what was signed, and return what it says."""
    _check_head(verified, provider, idp, asked, now)
    name_id = _check_subject(verified, provider, asked, now)
    _check_conditions(verified, provider, now)
    statement = only_child(verified, "saml:AuthnStatement", "authn-statement")
    level = _level(statement, asked, now)
    attributes = _attributes(verified)
    return Assertion(
        response_id=envelope.id,
        response_issued_at=envelope.issued_at,
        assertion_id=str(verified.get("ID")),
        issuer=idp.entity_id,
        name_id=text_of(name_id, "name-id"),
        name_qualifier=str(name_id.get("NameQualifier")),
        session_index=statement.get("SessionIndex"),
        level=level,
        attributes=attributes,
        codice_fiscale=_codice_fiscale(attributes, asked),
    )


def _check_head(
    verified: Element,
    provider: ServiceProvider,
    idp: IdentityProvider,
    asked: Asked,
    now: datetime,
) -> None:
    """RS-10: version, instant and issuer; what SPID demands of the Issuer's Format CIE omits."""
    if verified.get("Version") != "2.0":
        raise Refused("assertion-version")
    issued_at = instant_of(verified.get("IssueInstant"), "assertion-issue-instant")
    check_window(issued_at, asked.issued_at, now, "assertion-issue-instant-window")
    issuer = only_child(verified, "saml:Issuer", "assertion-issuer")
    if text_of(issuer, "assertion-issuer") != idp.entity_id:
        raise Refused("assertion-issuer")
    absent = None if provider.profile.issuer_needs_format else names.ENTITY_FORMAT
    if issuer.get("Format", absent) != names.ENTITY_FORMAT:
        raise Refused("assertion-issuer-format")


def _check_subject(
    verified: Element, provider: ServiceProvider, asked: Asked, now: datetime
) -> Element:
    """RS-11: a transient name, confirmed for this request and this address; return the NameID."""
    subject = only_child(verified, "saml:Subject", "subject")
    name_id = only_child(subject, "saml:NameID", "name-id")
    text_of(name_id, "name-id")
    if name_id.get("Format") != names.TRANSIENT_FORMAT:
        raise Refused("name-id-format")
    if not name_id.get("NameQualifier"):
        raise Refused("name-qualifier")
    confirmation = only_child(subject, "saml:SubjectConfirmation", "subject-confirmation")
    if confirmation.get("Method") != names.BEARER:
        raise Refused("subject-confirmation-method")
    data = only_child(confirmation, "saml:SubjectConfirmationData", "subject-confirmation-data")
    if data.get("Recipient") != provider.acs_url:
        raise Refused("recipient")
    if data.get("InResponseTo") != asked.id:
        raise Refused("subject-in-response-to")
    if data.get("NotBefore") is not None:
        raise Refused("subject-not-before")
    if instant_of(data.get("NotOnOrAfter"), "subject-not-on-or-after") <= now - SKEW:
        raise Refused("subject-expired")
    return name_id


def _check_conditions(verified: Element, provider: ServiceProvider, now: datetime) -> None:
    """RS-12: valid now, and for us in every restriction."""
    conditions = only_child(verified, "saml:Conditions", "conditions")
    if any(child.tag not in CONDITIONS for child in conditions.iterchildren(etree.Element)):
        raise Refused("conditions")
    if instant_of(conditions.get("NotBefore"), "not-before") > now + SKEW:
        raise Refused("not-yet-valid")
    if instant_of(conditions.get("NotOnOrAfter"), "not-on-or-after") <= now - SKEW:
        raise Refused("expired")
    restrictions = children(conditions, "saml:AudienceRestriction")
    if not restrictions:
        raise Refused("audience")
    for restriction in restrictions:
        audiences = [text_of(each, "audience") for each in children(restriction, "saml:Audience")]
        if provider.entity_id not in audiences:
            raise Refused("audience")


def _level(statement: Element, asked: Asked, now: datetime) -> int:
    """Return the level reached, which must satisfy what was asked (RS-13).

    A provider may use a higher level than asked, also where it was asked exactly.
    """
    if instant_of(statement.get("AuthnInstant"), "authn-instant") > now + SKEW:
        raise Refused("authn-instant")
    context = only_child(statement, "saml:AuthnContext", "authn-context")
    reference = only_child(context, "saml:AuthnContextClassRef", "authn-context")
    found = LEVEL.fullmatch(text_of(reference, "authn-context"))
    if not found:
        raise Refused("authn-context")
    level = int(found[1])
    enough = {
        Comparison.EXACT: level >= asked.level,
        Comparison.MINIMUM: level >= asked.level,
        Comparison.BETTER: level > asked.level,
        Comparison.MAXIMUM: level <= asked.level,
    }
    if not enough[asked.comparison]:
        raise Refused("level")
    return level


def _attributes(verified: Element) -> dict[str, str]:
    """Return the attributes by name, each with its one value (RS-14)."""
    statement = only_child(verified, "saml:AttributeStatement", "attribute-statement")
    found: dict[str, str] = {}
    for attribute in children(statement, "saml:Attribute"):
        name = attribute.get("Name")
        if not name:
            raise Refused("attribute-name")
        if name in found:
            raise Refused("attribute-twice")
        value = only_child(attribute, "saml:AttributeValue", "attribute-value")
        found[name] = text_of(value, "attribute-value")
    if not found:
        raise Refused("attribute-statement")
    return found


def _codice_fiscale(attributes: Mapping[str, str], asked: Asked) -> str | None:
    """Return the person's tax code, the key of linking (ACC-1); eIDAS users may have none."""
    found = CODICE_FISCALE.fullmatch(attributes.get(FISCAL_NUMBER, "").upper())
    if not found and FISCAL_NUMBER in asked.attributes:
        raise Refused("fiscal-number")
    return found[1] if found else None
