"""A SAML response, from the form that brought it to the person who comes in (RS-1 to RS-15)."""

from collections.abc import Iterable
from datetime import date

from registro_spid_auth.asking import receiving
from registro_spid_auth.asking.evidence import of_response
from registro_spid_auth.asking.receiving import Desk, Identified
from registro_spid_auth.asking.services import Proved, Waiting
from registro_spid_auth.federations import Federation
from registro_spid_auth.saml.bindings import SAML_RESPONSE, read_post
from registro_spid_auth.saml.errors import IdpError, Refused
from registro_spid_auth.saml.messages import Asked, Comparison
from registro_spid_auth.saml.responses import (
    Assertion,
    Envelope,
    check_response,
    read_response,
)


def receive(
    desk: Desk, federation: Federation, fields: Iterable[tuple[str, str]]
) -> Proved | receiving.Refused:
    """Receive a response: who comes in, or why not. Whatever it was, it is logged."""
    xml = b""
    try:
        xml = read_post(fields, (SAML_RESPONSE,)).xml
        envelope = read_response(xml)
    except Refused as error:
        return receiving.turn_away(desk, error.code, xml)
    waiting = receiving.take(desk, envelope.in_response_to)
    if waiting is None:
        return receiving.turn_away(desk, "unsolicited", xml)
    try:
        assertion = _checked(desk, federation, waiting, envelope)
    except IdpError as error:
        return receiving.refuse(desk, waiting, idp_code(error), of_response(xml, envelope, None))
    except Refused as error:
        return receiving.refuse(desk, waiting, error.code, of_response(xml, envelope, None))
    evidence = of_response(xml, envelope, assertion)
    return receiving.let_in(desk, waiting, identified(assertion), evidence)


def _checked(desk: Desk, federation: Federation, waiting: Waiting, envelope: Envelope) -> Assertion:
    if not receiving.of_this_browser(desk, waiting.browser_hash):
        raise Refused("other-browser")
    idp = federation.identity_providers().get(waiting.provider)
    if idp is None:
        # taken out of the registry since
        raise Refused("provider-gone")
    _name, attributes = federation.provider.attribute_sets()[waiting.attribute_index]
    asked = Asked(
        waiting.id,
        waiting.asked_at,
        waiting.level,
        Comparison(waiting.comparison),
        frozenset(attributes),
    )
    return check_response(envelope, federation.provider, idp, asked, desk.now)


def idp_code(error: IdpError) -> str:
    """The machine word of an error that the provider reports."""
    return "idp-error" if error.number is None else f"idp-error-{error.number}"


def identified(assertion: Assertion) -> Identified:
    """Whom an assertion speaks of."""
    said = assertion.attributes
    return Identified(
        codice_fiscale=assertion.codice_fiscale,
        surname=said.get("familyName", ""),
        given_name=said.get("name", ""),
        birth_date=_day(said.get("dateOfBirth", "")),
        level=assertion.level,
        name_id=assertion.name_id,
        name_qualifier=assertion.name_qualifier,
        session_index=assertion.session_index,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
