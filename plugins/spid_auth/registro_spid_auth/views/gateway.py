"""The ministry's gateway: away with a request, back with a code."""

from typing import TYPE_CHECKING

from pyramid.httpexceptions import HTTPFound

from registro_core.api import Request, transactions
from registro_spid_auth.asking.callbacks import depart, receive
from registro_spid_auth.kinds import Connector
from registro_spid_auth.state import state_of
from registro_spid_auth.views.browser import mark_of, set_mark
from registro_spid_auth.views.desk import desk_of, onward
from registro_spid_auth.views.start import refuse_too_many, wanted_of

if TYPE_CHECKING:
    from pyramid.response import Response


def login(request: Request) -> "Response":
    """GET: keep a request and send the browser to the gateway with it."""
    refuse_too_many(request)
    state, mark = state_of(request), mark_of(request)
    with transactions(request)() as session:
        url = depart(
            session, state.gateway, _callback(request), wanted_of(request), mark, request.now
        )
    response = HTTPFound(url)
    response.headers["Referrer-Policy"] = "no-referrer"
    set_mark(request, response, mark)
    return response


def callback(request: Request) -> "Response":
    """GET: who comes in goes on to a page of ours, who does not reads why (403)."""
    outcome = receive(
        desk_of(request), state_of(request).gateway, _callback(request), request.GET.items()
    )
    return onward(request, outcome)


def _callback(request: Request) -> str:
    return state_of(request).configuration.address(Connector.GATEWAY, "callback")
