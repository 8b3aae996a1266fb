"""One request at the demo provider: who it is, who asks, and how it answers."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from registro_core.api import Request
from registro_spid_auth.asking.sending import Departure
from registro_spid_auth.demo_idp.asked import is_post
from registro_spid_auth.demo_idp.provider import issuer_of
from registro_spid_auth.issuing.issuer import Issuer
from registro_spid_auth.saml.bindings import SAML_RESPONSE, Message, post_fields, redirect_url
from registro_spid_auth.saml.provider import ServiceProvider
from registro_spid_auth.saml.signing import sign
from registro_spid_auth.saml.xml import Element, serialize
from registro_spid_auth.state import state_of
from registro_spid_auth.views.desk import connector_of, federation_of
from registro_spid_auth.views.sending import leave

if TYPE_CHECKING:
    from pyramid.response import Response

REGISTER = "Registro"


@dataclass(frozen=True)
class ProviderDesk:
    """The demo provider of a federation, and the register as that federation knows it."""

    connector: str
    issuer: Issuer
    register: ServiceProvider


def desk_of(request: Request) -> ProviderDesk:
    """Return the provider that a page belongs to."""
    connector = connector_of(request).value
    configuration = state_of(request).configuration
    issuer = issuer_of(connector, configuration.public_url, configuration.data_dir, request.now)
    return ProviderDesk(connector, issuer, federation_of(request).provider)


def send_back(
    request: Request, desk: ProviderDesk, message: Message, parameter: str, root: Element
) -> "Response":
    """Send an unsigned message of logout to the register, signed in the way its own came."""
    relay, url = message.relay_state or "", desk.register.slo_url
    if is_post(message):
        fields = post_fields(parameter, sign(root, desk.issuer.keys, 1), relay)
        return leave(request, Departure(url, fields), REGISTER)
    xml = serialize(root)
    there = redirect_url(url, parameter, xml, relay, desk.issuer.keys)
    return leave(request, Departure(there), REGISTER)


def send_answer(request: Request, desk: ProviderDesk, message: Message, xml: bytes) -> "Response":
    """Send the answer to a request to sign in: always by a form, it is too long for an address."""
    fields = post_fields(SAML_RESPONSE, xml, message.relay_state or "")
    return leave(request, Departure(desk.register.acs_url, fields), REGISTER)
