"""Authentication requests (AR)."""

from datetime import datetime

from registro_spid_auth.saml import names
from registro_spid_auth.saml.bindings import Binding
from registro_spid_auth.saml.identity_providers import IdentityProvider
from registro_spid_auth.saml.messages import (
    Asked,
    Comparison,
    OutgoingMessage,
    finished,
    issuer_of,
    new_id,
    whole_seconds,
)
from registro_spid_auth.saml.provider import ServiceProvider
from registro_spid_auth.saml.times import written
from registro_spid_auth.saml.xml import SAML, SAMLP

__all__ = ["Asked", "AuthnRequest", "Comparison", "authn_request"]

# What AR calls it.
AuthnRequest = OutgoingMessage


def authn_request(
    provider: ServiceProvider,
    idp: IdentityProvider,
    binding: Binding,
    level: int,
    comparison: Comparison,
    now: datetime,
    attribute_index: int = 0,
) -> AuthnRequest:
    """Make a request to sign in at a level of assurance, 1 to 3 (AR-1 to AR-6).

    For POST it is signed, for Redirect the signature comes with the address.  It always asks for
    fresh credentials (`ForceAuthn`): computers of a school are shared, and confirming an act means
    nothing otherwise.
    """
    message_id, issued_at = new_id(), whole_seconds(now)
    root = SAMLP.AuthnRequest(
        issuer_of(provider),
        SAMLP.NameIDPolicy(Format=names.TRANSIENT_FORMAT),
        SAMLP.RequestedAuthnContext(
            SAML.AuthnContextClassRef(f"{names.LEVEL_CLASS}{level}"), Comparison=str(comparison)
        ),
        ID=message_id,
        Version="2.0",
        IssueInstant=written(issued_at),
        Destination=idp.sso[binding],
        ForceAuthn="true",
        AssertionConsumerServiceIndex="0",
        AttributeConsumingServiceIndex=str(attribute_index),
    )
    return OutgoingMessage(message_id, issued_at, finished(root, provider, binding))
