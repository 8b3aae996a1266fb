"""Sending the browser to an identity provider: by an address, or with a form (AR-5, OPS-7)."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pyramid.httpexceptions import HTTPFound
from pyramid.renderers import render_to_response

from registro_core.api import CONTENT_SECURITY_POLICY, Request
from registro_spid_auth.asking.sending import Departure

if TYPE_CHECKING:
    from pyramid.response import Response

TEMPLATE = "registro_spid_auth:templates/send.pt"


def leave(request: Request, departure: Departure, name: str) -> "Response":
    """Send the browser to a provider of that name."""
    if departure.fields is None:
        response: Response = HTTPFound(departure.url)
    else:
        values = {"departure": departure, "name": name}
        response = render_to_response(TEMPLATE, values, request=request)
        allow_form_to(response, departure.url)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


def allow_form_to(response: "Response", url: str) -> None:
    """Let the form of this one page go to this one provider, and nowhere else (OPS-7)."""
    parts = urlsplit(url)
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace(
        "form-action 'self'", f"form-action {parts.scheme}://{parts.netloc}"
    )
