"""The own second factor: how it stands, new recovery codes, taking it away."""

from functools import wraps
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPBadRequest, HTTPForbidden, HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from registro_core import _
from registro_core.accounts import cookies, sessions
from registro_core.accounts.finding import account_with_id
from registro_core.accounts.second_factor import recovery, services
from registro_core.accounts.second_factor.policy import LEVEL, Policy, must_have
from registro_core.accounts.second_factor.views.codes import codes_page
from registro_core.accounts.views import answers
from registro_core.accounts.views.account import signed_in
from registro_core.accounts.views.step_up import step_up_to
from registro_core.facts import password_refusal
from registro_core.permissions import ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Callable

    from registro_core.accounts.finding import AccountRow
    from registro_core.request import Request

    View = Callable[[Any, Request], Any]

PAGE = "/account/second-factor"
# Who changes how they prove who they are has just done so, with password and code or better.
FRESH_MINUTES = 5
strictly = step_up_to(LEVEL, FRESH_MINUTES)


def in_use(view: "View") -> "View":
    """View decorator: 404 at schools that use no second factor."""

    @wraps(view)
    def checked(context: Any, request: "Request") -> Any:
        if request.second_factor_policy is Policy.OFF:
            raise HTTPNotFound
        return view(context, request)

    return checked


@view_config(
    route_name="accounts.second_factor",
    permission=ACCOUNT.name,
    request_method="GET",
    renderer="registro_core:accounts/second_factor/templates/own.pt",
    decorator=in_use,
)
def show(request: "Request") -> dict[str, object]:
    """What it is, or how one's own stands."""
    me, session = signed_in(request), request.dbsession
    return {
        "factor": services.find(session, me.account_id),
        "codes_left": recovery.codes_left(session, me.account_id),
        "must": must_have(request.second_factor_policy, me),
        "by_password": uses_password(request, own_account(request)),
    }


@view_config(
    route_name="accounts.second_factor",
    permission=ACCOUNT.name,
    request_method="POST",
    decorator=(in_use, strictly),
)
def act(request: "Request") -> Any:
    """Make new recovery codes, or take the second factor away where the school lets one."""
    if not signed_in(request).has_second_factor:
        return HTTPSeeOther(PAGE)
    wanted = answers.typed(request, "act")
    if wanted == "codes":
        me = signed_in(request)
        codes = services.renew_recovery_codes(
            request.dbsession, request.actor, me.account_id, request.now
        )
        return codes_page(request, codes)
    if wanted == "remove":
        return _remove(request)
    raise HTTPBadRequest


@view_config(
    route_name="accounts.recovery_codes",
    permission=ACCOUNT.name,
    request_method="POST",
    decorator=in_use,
)
def download(request: "Request") -> Response:
    """The codes of the page they are shown on, as a file; only one's own that are still good."""
    codes = answers.typed(request, "recovery_codes").split()
    if not recovery.are_own(request.dbsession, signed_in(request).account_id, codes):
        raise HTTPBadRequest
    title = request.translate(_("Codici di recupero"))
    text = "\r\n".join([f"{title} - {request.school.name}", "", *codes, ""])
    response = Response(text, content_type="text/plain", charset="utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="codici-di-recupero.txt"'
    return response


def own_account(request: "Request") -> "AccountRow":
    """The account of who is signed in."""
    return account_with_id(request.dbsession, signed_in(request).account_id)


def uses_password(request: "Request", account: "AccountRow") -> bool:
    """Whether there is a password for a code to stand beside."""
    refused = password_refusal(request.dbsession, account.person_id)
    return account.password_hash is not None and refused is None


def _remove(request: "Request") -> HTTPSeeOther:
    me = signed_in(request)
    if must_have(request.second_factor_policy, me):
        raise HTTPForbidden
    account = own_account(request)
    services.remove(request.dbsession, request.actor, account, request.now, me.session_hash)
    response = HTTPSeeOther(PAGE)
    if me.by_password:
        # what raised the session to its level is gone
        token = sessions.rotate(request.dbsession, me.session_hash, request.now, me.method, 1)
        cookies.set_session(request, response, token)
    request.flash(_("La verifica in due passaggi è tolta: per entrare basta la password."))
    return response
