"""What the views of all connectors have in common: where a request comes from, and how it ends."""

from typing import TYPE_CHECKING

from registro_core.api import HTTPNotFound, HTTPSeeOther, Request, transactions
from registro_spid_auth.asking.evidence import Sender
from registro_spid_auth.asking.receiving import Desk, Refused
from registro_spid_auth.asking.services import Proved
from registro_spid_auth.federations import Federation
from registro_spid_auth.kinds import Connector
from registro_spid_auth.state import state_of
from registro_spid_auth.views.browser import browser_of
from registro_spid_auth.views.errors import refusal

if TYPE_CHECKING:
    from pyramid.response import Response

ENTER = "/spid/enter"
UNKNOWN = "/spid/association"


def connector_of(request: Request) -> Connector:
    """Which way in a page belongs to: the middle of its route's name."""
    route = request.matched_route
    if route is None:
        raise HTTPNotFound
    return Connector(route.name.split(".")[1])


def federation_of(request: Request) -> Federation:
    """The federation that a page belongs to."""
    return state_of(request).federations[connector_of(request)]


def sender_of(request: Request) -> Sender:
    """The browser that sent a request."""
    return Sender(request.address, request.user_agent or "", request.id)


def desk_of(request: Request) -> Desk:
    """Where a response is received."""
    state = state_of(request)
    return Desk(
        begin=transactions(request),
        connector=connector_of(request),
        keys=state.log_keys,
        sender=sender_of(request),
        browser=browser_of(request),
        binding=state.configuration.browser_binding,
        now=request.now,
        today=request.today,
    )


def onward(request: Request, outcome: Proved | Refused) -> "Response":
    """Send the browser on: in, to the page where a stranger may write to the office, or nowhere.

    In by a redirect to a page of our own: only then do the register's other cookies come along.
    """
    if isinstance(outcome, Proved):
        return HTTPSeeOther(f"{ENTER}?id={outcome.request_id}")
    if outcome.association is not None:
        return HTTPSeeOther(f"{UNKNOWN}?token={outcome.association}")
    return refusal(request, connector_of(request), outcome.code, outcome.back)
