"""Leaving at the demo provider: because the register asks for it, or of its own accord (LO)."""

import secrets
from typing import TYPE_CHECKING

from pyramid.httpexceptions import HTTPFound

from registro_core.api import HTTPBadRequest, HTTPSeeOther, Request
from registro_spid_auth.demo_idp.asked import arriving_message, has_message
from registro_spid_auth.demo_idp.desk import desk_of, send_back
from registro_spid_auth.demo_idp.session import forget, recall
from registro_spid_auth.issuing.logout import logout_request, logout_response
from registro_spid_auth.issuing.reading import read_sign_out
from registro_spid_auth.saml.bindings import SAML_REQUEST, SAML_RESPONSE, redirect_url
from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.saml.logout import Session
from registro_spid_auth.saml.xml import serialize

if TYPE_CHECKING:
    from pyramid.response import Response


def home(request: Request) -> dict[str, object]:
    """GET: who is in at the provider."""
    desk = desk_of(request)
    return {
        "connector": desk.connector,
        "name": desk.issuer.name,
        "session": recall(request),
        "may_begin": desk.register.profile.saml_logout,
    }


def leave_all(request: Request) -> "Response":
    """POST: the provider ends the session, and tells the register if it takes such messages."""
    desk, session = desk_of(request), recall(request)
    response: Response = HTTPSeeOther(f"/demo-idp/{desk.connector}")
    if session is not None and desk.register.profile.saml_logout:
        ended = Session(session.name_id, desk.issuer.entity_id, session.session_index)
        root = logout_request(desk.issuer, desk.register.slo_url, ended, request.now)
        url = redirect_url(
            desk.register.slo_url,
            SAML_REQUEST,
            serialize(root),
            secrets.token_urlsafe(),
            desk.issuer.keys,
        )
        response = HTTPFound(url)
    forget(response, desk.connector)
    return response


def told(request: Request) -> "Response":
    """GET or POST: the register asks to end a session, or answers; who looks in sees who is in."""
    desk = desk_of(request)
    response: Response = HTTPSeeOther(f"/demo-idp/{desk.connector}")
    # a form that brings no message is no visit: it is refused like any that is not the register's
    if request.method == "POST" or has_message(request):
        try:
            message = arriving_message(request)
            if message.parameter == SAML_REQUEST:
                wanted = read_sign_out(message, desk.register, desk.issuer.slo_url, request.now)
                root = logout_response(desk.issuer, desk.register.slo_url, wanted.id, request.now)
                response = send_back(request, desk, message, SAML_RESPONSE, root)
        except Refused as error:
            raise HTTPBadRequest(f"the demo provider refuses this: {error.code}") from error
    forget(response, desk.connector)
    return response
