"""Leaving the provider too, after the register's own session has ended (LO-1, LO-5)."""

from typing import TYPE_CHECKING

from pyramid.renderers import render_to_response

from registro_core.api import HTTPSeeOther, Request
from registro_spid_auth.asking.leaving import depart, request_logout
from registro_spid_auth.asking.sending import Departure
from registro_spid_auth.asking.services import LeavingRequest
from registro_spid_auth.federations import Federation
from registro_spid_auth.kinds import Connector
from registro_spid_auth.models import ForeignSession, PendingLogout
from registro_spid_auth.saml.bindings import Binding
from registro_spid_auth.saml.times import REQUEST_LIFETIME
from registro_spid_auth.state import state_of
from registro_spid_auth.views.errors import SIGN_IN
from registro_spid_auth.views.sending import allow_form_to

if TYPE_CHECKING:
    from pyramid.response import Response

LEAVE = "/spid/leave"
TEMPLATE = "registro_spid_auth:templates/leave.pt"


def sign_out_url(request: Request, session_hash: str) -> str | None:
    """Where a browser goes that signs out, if its session was opened by a provider's word.

    To a page of our own, which leads on: the form of the sign-out button may not be answered with a
    redirect to another site (OPS-7).
    """
    ours = request.dbsession.get(ForeignSession, session_hash)
    state = state_of(request)
    federation = state.federations.get(ours.connector) if ours else None
    if ours is None or federation is None:
        return None
    if not federation.provider.profile.saml_logout:
        known = federation.identity_providers().get(ours.provider)
        return f"{LEAVE}?from={federation.connector}" if known and known.slo else None
    binding = state.configuration.binding
    request_id = request_logout(request.dbsession, federation, ours, binding, request.now)
    return f"{LEAVE}?id={request_id}" if request_id else None


def page(request: Request) -> "Response":
    """GET: the way on to the provider, for who has just left the register."""
    if request.GET.get("from") == Connector.CIE:
        found = _address_alone(request)
    else:
        found = _with_message(request)
    if found is None:
        return HTTPSeeOther(SIGN_IN)
    departure, name, automatic = found
    values = {"departure": departure, "name": name, "automatic": automatic}
    response = render_to_response(TEMPLATE, values, request=request)
    if departure.fields is not None:
        allow_form_to(response, departure.url)
    elif automatic:
        response.headers["Refresh"] = f"0; url={departure.url}"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _with_message(request: Request) -> tuple[Departure, str, bool] | None:
    """With the LogoutRequest that was made when the session ended."""
    state = state_of(request)
    row = request.dbsession.get(PendingLogout, request.GET.get("id", ""))
    federation = state.federations.get(row.connector) if row else None
    if row is None or federation is None or request.now > row.asked_at + REQUEST_LIFETIME:
        return None
    leaving = LeavingRequest(row.id, row.connector, row.provider, row.asked_at, row.message)
    departure = depart(federation, leaving, state.configuration.binding)
    if departure is None:
        return None
    return departure, _name(federation, row.provider), True


def _address_alone(request: Request) -> tuple[Departure, str, bool] | None:
    """CIE answers no message of logout: it has a page that whoever wants may open (LO-5)."""
    federation = state_of(request).federations.get(Connector.CIE)
    for idp in federation.identity_providers().values() if federation else ():
        endpoint = idp.slo.get(Binding.REDIRECT)
        if endpoint is not None:
            return Departure(endpoint.url), idp.name, False
    return None


def _name(federation: Federation, provider: str) -> str:
    return federation.identity_providers()[provider].name
