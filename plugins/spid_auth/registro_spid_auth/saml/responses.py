"""Responses of identity providers, checked in the order of RS; only what is signed is believed."""

from datetime import datetime

from lxml import etree

from registro_spid_auth.saml import names
from registro_spid_auth.saml.assertions import Assertion, read_assertion
from registro_spid_auth.saml.errors import IdpError, Refused, error_code
from registro_spid_auth.saml.identity_providers import IdentityProvider
from registro_spid_auth.saml.messages import (
    Asked,
    Envelope,
    check_answers,
    check_id,
    check_sender,
    in_response_to,
    issuer_in,
)
from registro_spid_auth.saml.provider import ServiceProvider
from registro_spid_auth.saml.signing import verify
from registro_spid_auth.saml.times import check_window, instant_of
from registro_spid_auth.saml.xml import (
    Element,
    children,
    everywhere,
    only_child,
    parse,
    qualified,
)

__all__ = ["Asked", "Assertion", "Envelope", "check_response", "read_response"]

# What a Response may hold (saml-core 3.2.2); SPID and CIE use no Extensions and encrypt nothing.
CONTENT = frozenset(
    map(qualified, ("saml:Issuer", "ds:Signature", "samlp:Status", "saml:Assertion"))
)
FAILURES = (names.REQUESTER, names.RESPONDER, names.VERSION_MISMATCH)


def read_response(data: bytes) -> Envelope:
    """Read what a response says of itself, as far as that needs no key (RS-1 to RS-3).

    Find the request by `in_response_to` and use it up, then call `check_response`.  Raises
    `Refused`: what `parse` raises, `root`, `id`, `version`, `issue-instant`, `unsolicited`,
    `issuer`.
    """
    root = parse(data)
    if root.tag != qualified("samlp:Response"):
        raise Refused("root")
    return Envelope(
        id=check_id(root),
        issued_at=instant_of(root.get("IssueInstant"), "issue-instant"),
        in_response_to=in_response_to(root),
        issuer=issuer_in(root),
        xml=data,
    )


def check_response(
    envelope: Envelope,
    provider: ServiceProvider,
    idp: IdentityProvider,
    asked: Asked,
    now: datetime,
) -> Assertion:
    """Return the assertion of a response to a request of ours (RS-3, RS-5 to RS-14).

    `idp` is the one the request was sent to; that the request is used once and belongs to this
    browser is the caller's affair (RS-3, RS-4).  Raises `Refused` with the code of the first check
    that failed, `IdpError` if the provider reports that the person was not authenticated.
    """
    root = parse(envelope.xml)
    check_answers(root, asked.id, asked.issued_at, now)
    check_sender(root, provider.acs_url, idp)
    check_window(envelope.issued_at, asked.issued_at, now)
    if _status(root) != names.SUCCESS:
        raise _failure(root, idp, now)
    assertion = _only_assertion(root)
    if children(root, "ds:Signature"):
        # Signed as a whole: what was read so far is what the provider wrote.
        verify(root, root, idp.certificates, now)
    verified = verify(root, assertion, idp.certificates, now)
    return read_assertion(verified, envelope, provider, idp, asked, now)


def _status(root: Element) -> str:
    """Return the status of a response; success has no second status inside (RS-7)."""
    status = only_child(root, "samlp:Status", "status")
    code = only_child(status, "samlp:StatusCode", "status")
    value = code.get("Value")
    if value not in {names.SUCCESS, *FAILURES}:
        raise Refused("status")
    if value == names.SUCCESS and children(code, "samlp:StatusCode"):
        raise Refused("status")
    return value


def _failure(root: Element, idp: IdentityProvider, now: datetime) -> IdpError:
    """Return what the provider reports, read from the signed bytes if it signed (RS-7, ERR-1)."""
    if _assertions(root):
        raise Refused("assertion-with-error")
    believed = root
    if everywhere(root, "ds:Signature"):
        believed = verify(root, root, idp.certificates, now)
    status = only_child(believed, "samlp:Status", "status")
    messages = children(status, "samlp:StatusMessage")
    return IdpError(error_code(messages[0].text) if len(messages) == 1 else None)


def _assertions(root: Element) -> list[Element]:
    """Return the assertions at whatever depth, encrypted ones too."""
    names_of = ("saml:Assertion", "saml:EncryptedAssertion")
    return [element for name in names_of for element in everywhere(root, name)]


def _only_assertion(root: Element) -> Element:
    """Return the one assertion of a response that holds nothing it should not (RS-8)."""
    if everywhere(root, "saml:EncryptedAssertion"):
        raise Refused("encrypted-assertion")
    assertions = _assertions(root)
    if len(assertions) != 1 or assertions[0].getparent() is not root:
        raise Refused("assertion-count")
    if any(child.tag not in CONTENT for child in root.iterchildren(etree.Element)):
        raise Refused("content")
    signatures = everywhere(root, "ds:Signature")
    if len(signatures) > 1 + len(children(root, "ds:Signature")):
        raise Refused("signature-count")
    return assertions[0]
