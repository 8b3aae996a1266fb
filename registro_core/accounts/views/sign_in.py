"""Signing in and out."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from registro_core import _
from registro_core.accounts import cookies, sessions
from registro_core.accounts.forms import SignInForm
from registro_core.accounts.sign_in import Attempt, Outcome, SignedIn, sign_in
from registro_core.accounts.views import answers
from registro_core.accounts.views.external import arrival_of
from registro_core.audit.services import Change, record_change
from registro_core.db.apart import transactions
from registro_core.items import SignInMethod
from registro_core.security.policy import PUBLIC
from registro_core.web.redirects import local_url

if TYPE_CHECKING:
    from registro_core.request import Request

TEMPLATE = "registro_core:accounts/templates/sign_in.pt"
PAGE = "/sign-in"
CODE_PAGE = "/sign-in/code"


@view_config(
    route_name="accounts.sign_in", permission=PUBLIC, request_method="GET", renderer=TEMPLATE
)
def show(request: "Request") -> Any:
    """The form; who is signed in already is sent on."""
    back = local_url(request.GET.get("next"))
    if request.identity is not None:
        return HTTPSeeOther(back)
    # the cookie is still there but opens nothing: say why one is here again
    ended = cookies.session_token(request) is not None
    form = SignInForm(request, data={"next": back, "shared": cookies.is_shared(request)})
    return {"form": form, "ended": ended, "methods": methods(request, back)}


@view_config(
    route_name="accounts.sign_in", permission=PUBLIC, request_method="POST", renderer=TEMPLATE
)
def submit(request: "Request") -> Any:
    """Try; on success go where one wanted to, with a session of one's own."""
    result = _try(request)
    if result is not None and result.outcome is Outcome.SIGNED_IN:
        return _welcome(request, result)
    if result is not None and result.outcome is Outcome.CODE_WANTED:
        return _ask_code(request, result)
    form = SignInForm(request)
    if answers.check(request, form.submitted()) and result is not None:
        answers.refuse_password(request, form.password, result, answers.WRONG)
    back = local_url(answers.typed(request, "next"))
    return {"form": form, "ended": False, "methods": methods(request, back)}


def methods(request: "Request", back: str, again: bool = False) -> list[SignInMethod]:
    """The ways in besides the password, in order; `again` for who must prove once more."""
    found: list[SignInMethod] = request.platform.plugins.collect_safely(
        request.dbsession, "registro_sign_in_methods", request=request, back=back, again=again
    )
    return sorted(found, key=lambda method: (method.order, method.name))


def _try(request: "Request") -> SignedIn | None:
    # before anything that reads from the database: see `db.apart`
    name, password = answers.typed(request, "name"), answers.typed(request, "password")
    if not name.strip() or not password or len(password) > 1000:
        return None
    attempt = Attempt(name, password, arrival_of(request), _is_shared(request))
    return sign_in(transactions(request), attempt, request.now)


def _is_shared(request: "Request") -> bool:
    return bool(answers.typed(request, "shared"))


def _welcome(request: "Request", result: SignedIn) -> HTTPSeeOther:
    response = HTTPSeeOther(local_url(answers.typed(request, "next")))
    cookies.set_session(request, response, result.session_token)
    cookies.set_device(request, response, result.device_token)
    cookies.set_shared(request, response, shared=_is_shared(request))
    return response


def _ask_code(request: "Request", result: SignedIn) -> HTTPSeeOther:
    back = local_url(answers.typed(request, "next"))
    asked = f"?{urlencode({'next': back})}" if back != "/" else ""
    response = HTTPSeeOther(f"{CODE_PAGE}{asked}")
    cookies.set_pending(request, response, result.pending_token)
    cookies.set_shared(request, response, shared=_is_shared(request))
    return response


@view_config(route_name="accounts.sign_out", permission=PUBLIC, request_method="POST")
def sign_out(request: "Request") -> HTTPSeeOther:
    """End this browser's session, and have the browser drop what it kept of our pages (check 35).

    A method may have more to end: the browser is then sent on where it says. Who leaves a shared
    computer for a moment (`next`) comes back to their page when they sign in again.
    """
    identity, token = request.identity, cookies.session_token(request)
    onward = None
    if identity is not None and token is not None:
        onward = request.platform.plugins.first(
            "registro_sign_out_url",
            request=request,
            method=identity.method,
            session_hash=identity.session_hash,
        )
        sessions.end_session(request.dbsession, token)
        change = Change("account.signed-out", "account", identity.account_id)
        record_change(request.dbsession, request.actor, change, request.now)
    back = local_url(answers.typed(request, "next"))
    again = f"{PAGE}?{urlencode({'next': back})}" if back != "/" else PAGE
    response = HTTPSeeOther(onward or again)
    cookies.delete_session(request, response)
    # not "cookies": the known browser stays known
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    request.flash(_("Sei uscito dal registro."))
    return response
