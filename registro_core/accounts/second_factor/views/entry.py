"""The page between the password and the register: it asks for the code."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from registro_core import _
from registro_core.accounts import cookies
from registro_core.accounts.second_factor import pending
from registro_core.accounts.second_factor.forms import CodeEntryForm
from registro_core.accounts.second_factor.second_step import Entry, enter, may_trust
from registro_core.accounts.sign_in import Outcome, SignedIn
from registro_core.accounts.views import answers
from registro_core.accounts.views.external import arrival_of
from registro_core.db.apart import transactions
from registro_core.security.policy import PUBLIC
from registro_core.security.vault import Vault
from registro_core.web.redirects import local_url

if TYPE_CHECKING:
    from registro_core.accounts.second_factor.models import PendingSignIn
    from registro_core.request import Request

TEMPLATE = "registro_core:accounts/second_factor/templates/entry.pt"


@view_config(
    route_name="accounts.code_entry", permission=PUBLIC, request_method="GET", renderer=TEMPLATE
)
def show(request: "Request") -> Any:
    """The form, in the browser in which the password was typed just before."""
    back = local_url(request.GET.get("next"))
    waiting = _waiting(request)
    if waiting is None:
        return HTTPSeeOther(back) if request.identity else _start_again(request, back)
    return _page(request, CodeEntryForm(request, data={"next": back}), waiting)


@view_config(
    route_name="accounts.code_entry", permission=PUBLIC, request_method="POST", renderer=TEMPLATE
)
def submit(request: "Request") -> Any:
    """Try the code; on success go where one wanted to."""
    form = CodeEntryForm(request)
    back = local_url(form.next.data)
    result = _try(request, form) if form.submitted() else None
    if result is not None and result.outcome is Outcome.SIGNED_IN:
        return _welcome(request, result, back)
    waiting = _waiting(request)
    if waiting is None:
        return _start_again(request, back)
    answers.check(request, result is not None)
    if result is not None:
        answers.refuse_code(request, form.code, result)
    return _page(request, form, waiting)


def _try(request: "Request", form: CodeEntryForm) -> SignedIn:
    entry = Entry(
        cookies.pending_token(request), form.code.data, form.trust.data, arrival_of(request)
    )
    return enter(transactions(request), Vault(request.platform.secret), entry, request.now)


def _waiting(request: "Request") -> "PendingSignIn | None":
    return pending.find(request.dbsession, cookies.pending_token(request), request.now)


def _page(request: "Request", form: CodeEntryForm, waiting: "PendingSignIn") -> dict[str, object]:
    if not may_trust(request.dbsession, waiting):
        del form.trust
    return {"form": form}


def _start_again(request: "Request", back: str) -> HTTPSeeOther:
    request.flash(_("È passato troppo tempo dalla password: entra di nuovo."), "info")
    asked = f"?{urlencode({'next': back})}" if back != "/" else ""
    response = HTTPSeeOther(f"/sign-in{asked}")
    cookies.delete_pending(request, response)
    return response


def _welcome(request: "Request", result: SignedIn, back: str) -> HTTPSeeOther:
    response = HTTPSeeOther(back)
    cookies.delete_pending(request, response)
    cookies.set_session(request, response, result.session_token)
    cookies.set_device(request, response, result.device_token)
    if result.codes_left is not None:
        said = _(
            "Hai usato un codice di recupero: te ne restano ${count}. Se hai perso il telefono, "
            "dal tuo profilo imposta l’app su quello nuovo.",
            mapping={"count": result.codes_left},
        )
        request.flash(said, "warn")
    return response
