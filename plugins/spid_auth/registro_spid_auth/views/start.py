"""Beginning: from a provider chosen on the sign-in page to the provider's own (AR-8, AR-9)."""

from typing import TYPE_CHECKING

from pyramid.httpexceptions import HTTPTooManyRequests

from registro_core.api import (
    HTTPBadRequest,
    Request,
    local_url,
    transactions,
    whole_number,
)
from registro_spid_auth.asking.sending import Departure, Wanted, depart, may_begin
from registro_spid_auth.federations import Federation
from registro_spid_auth.kinds import Purpose
from registro_spid_auth.saml.identity_providers import IdentityProvider
from registro_spid_auth.state import state_of
from registro_spid_auth.views.browser import mark_of, set_mark
from registro_spid_auth.views.desk import federation_of
from registro_spid_auth.views.sending import leave

if TYPE_CHECKING:
    from pyramid.response import Response

HIGHEST_LEVEL = 3
QUARTER_SECONDS = "900"


def login(request: Request) -> "Response":
    """GET: keep a request and send the browser away with it.

    A GET, though it writes: a form that is answered with a redirect to another site is blocked by
    the content security policy (OPS-7). All it writes is a request that ends in ten minutes.
    """
    federation = federation_of(request)
    idp = _chosen(request, federation)
    mark = mark_of(request)
    departure = _depart(request, federation, idp, wanted_of(request), mark)
    response = leave(request, departure, idp.name)
    set_mark(request, response, mark)
    return response


def wanted_of(request: Request) -> Wanted:
    """What somebody comes in for, as the link on the sign-in page says."""
    again = request.GET.get("again") == "1"
    level = whole_number(request.GET.get("level", "")) or 1
    return Wanted(
        purpose=Purpose.CONFIRM if again else Purpose.SIGN_IN,
        back=local_url(request.GET.get("next")),
        level=min(max(level, 1), HIGHEST_LEVEL),
    )


def refuse_too_many(request: Request) -> None:
    """Count a beginning.  Raises HTTPTooManyRequests (429) for one too many of an address (AR-8)."""
    with transactions(request)() as session:
        allowed = may_begin(session, request.address, request.now)
    if not allowed:
        raise HTTPTooManyRequests(headers={"Retry-After": QUARTER_SECONDS})


def _chosen(request: Request, federation: Federation) -> IdentityProvider:
    """The provider of the address, which the registry knows; the only one need not be named."""
    providers = federation.identity_providers()
    wanted = request.GET.getall("idp")
    if not wanted and len(providers) == 1:
        return next(iter(providers.values()))
    if len(wanted) != 1 or wanted[0] not in providers:
        raise HTTPBadRequest("no such identity provider")
    return providers[wanted[0]]


def _depart(
    request: Request,
    federation: Federation,
    idp: IdentityProvider,
    wanted: Wanted,
    mark: str,
) -> Departure:
    refuse_too_many(request)
    with transactions(request)() as session:
        return depart(
            session,
            state_of(request).configuration,
            federation,
            idp,
            wanted,
            mark,
            request.now,
        )
