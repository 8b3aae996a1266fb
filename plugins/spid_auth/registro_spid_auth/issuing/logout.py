"""A provider's logout messages."""

from datetime import datetime

from registro_spid_auth.issuing.issuer import Issuer
from registro_spid_auth.saml import names
from registro_spid_auth.saml.logout import Session
from registro_spid_auth.saml.messages import new_id
from registro_spid_auth.saml.times import written
from registro_spid_auth.saml.xml import SAML, SAMLP, Element


def logout_request(issuer: Issuer, slo_url: str, session: Session, now: datetime) -> Element:
    """Return an unsigned request to end a person's session at the service provider."""
    root = SAMLP.LogoutRequest(
        SAML.Issuer(issuer.entity_id, Format=names.ENTITY_FORMAT),
        SAML.NameID(
            session.name_id, Format=names.TRANSIENT_FORMAT, NameQualifier=session.name_qualifier
        ),
        ID=new_id(),
        Version="2.0",
        IssueInstant=written(now),
        Destination=slo_url,
    )
    if session.session_index:
        root.append(SAMLP.SessionIndex(session.session_index))
    return root


def logout_response(
    issuer: Issuer, slo_url: str, request_id: str, now: datetime, *, partial: bool = False
) -> Element:
    """Return an unsigned answer to a service provider's request."""
    code = SAMLP.StatusCode(Value=names.SUCCESS)
    if partial:
        code = SAMLP.StatusCode(SAMLP.StatusCode(Value=names.PARTIAL_LOGOUT), Value=names.REQUESTER)
    return SAMLP.LogoutResponse(
        SAML.Issuer(issuer.entity_id, Format=names.ENTITY_FORMAT),
        SAMLP.Status(code),
        ID=new_id(),
        Version="2.0",
        IssueInstant=written(now),
        Destination=slo_url,
        InResponseTo=request_id,
    )
