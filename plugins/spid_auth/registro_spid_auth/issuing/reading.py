"""A service provider's requests, as a provider reads them."""

from dataclasses import dataclass
from datetime import datetime

from registro_spid_auth.saml import names
from registro_spid_auth.saml.bindings import SAML_REQUEST, Binding, Message, verify_redirect
from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.saml.logout import Session
from registro_spid_auth.saml.messages import Comparison, check_id, issuer_in
from registro_spid_auth.saml.provider import ServiceProvider
from registro_spid_auth.saml.signing import verify
from registro_spid_auth.saml.times import instant_of
from registro_spid_auth.saml.xml import Element, children, only_child, parse, qualified, text_of


@dataclass(frozen=True)
class SignInWanted:
    """What a service provider asks: a person at a level, with the attributes of a set."""

    id: str
    issued_at: datetime
    level: int
    comparison: Comparison
    attributes: tuple[str, ...]


@dataclass(frozen=True)
class SignOutWanted:
    """Which session a service provider asks to end."""

    id: str
    session: Session


def read_sign_in(
    message: Message, provider: ServiceProvider, destination: str, now: datetime
) -> SignInWanted:
    """Read a signed request to sign in, sent to `destination`.  Raises `Refused`."""
    root = _signed(message, "samlp:AuthnRequest", provider, destination, now)
    context = only_child(root, "samlp:RequestedAuthnContext", "authn-context")
    reference = text_of(
        only_child(context, "saml:AuthnContextClassRef", "authn-context"), "authn-context"
    )
    level = reference.removeprefix(names.LEVEL_CLASS)
    if level not in {"1", "2", "3"}:
        raise Refused("authn-context")
    index = root.get("AttributeConsumingServiceIndex")
    sets = {
        str(number): attributes for number, (_n, attributes) in provider.attribute_sets().items()
    }
    if index not in sets:
        raise Refused("attribute-index")
    return SignInWanted(
        id=check_id(root),
        issued_at=instant_of(root.get("IssueInstant"), "issue-instant"),
        level=int(level),
        comparison=Comparison(context.get("Comparison", "exact")),
        attributes=sets[index],
    )


def read_sign_out(
    message: Message, provider: ServiceProvider, destination: str, now: datetime
) -> SignOutWanted:
    """Read a signed request to sign out, sent to `destination`.  Raises `Refused`."""
    root = _signed(message, "samlp:LogoutRequest", provider, destination, now)
    name_id = only_child(root, "saml:NameID", "name-id")
    indexes = [text_of(each, "session-index") for each in children(root, "samlp:SessionIndex")]
    session = Session(
        name_id=text_of(name_id, "name-id"),
        name_qualifier=name_id.get("NameQualifier") or "",
        session_index=indexes[0] if indexes else None,
    )
    return SignOutWanted(check_id(root), session)


def _signed(
    message: Message, name: str, provider: ServiceProvider, destination: str, now: datetime
) -> Element:
    """Return a request, which the service provider has signed and sent here."""
    root = parse(message.xml)
    if message.parameter != SAML_REQUEST or root.tag != qualified(name):
        raise Refused("root")
    if issuer_in(root) != provider.entity_id:
        raise Refused("issuer")
    if root.get("Destination") != destination:
        raise Refused("destination")
    certificates = [provider.keys.certificate, *provider.further_certificates]
    if message.binding is Binding.POST:
        return verify(root, root, certificates, now)
    verify_redirect(message, certificates)
    return root
