"""For who has no password, or not any more: forgotten, printed code, link, new password."""

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.view import view_config

from registro_core import _
from registro_core.accounts import cookies, passwords, services, throttle, tokens
from registro_core.accounts.finding import AccountRow, account_with_id, plain_name
from registro_core.accounts.forms import CodeForm, ForgottenForm, NewPasswordForm
from registro_core.accounts.models import ResetRequest
from registro_core.accounts.throttle import Counter
from registro_core.accounts.views import answers
from registro_core.accounts.views.own_password import rules_of
from registro_core.db.apart import transactions
from registro_core.facts import password_refusal
from registro_core.items import Actor
from registro_core.security.policy import PUBLIC

if TYPE_CHECKING:
    from registro_core.items import Text
    from registro_core.request import Request

TEMPLATES = "registro_core:accounts/templates/"
NEW_PASSWORD = "/new-password"  # noqa: S105 - an address


# ---- forgotten ---------------------------------------------------------------------------


@view_config(
    route_name="accounts.forgotten",
    permission=PUBLIC,
    request_method=("GET", "POST"),
    renderer=f"{TEMPLATES}forgotten.pt",
)
def forgotten(request: "Request") -> Any:
    """Ask for a link by e-mail. The answer is the same whoever is named (check 14)."""
    form = ForgottenForm(request)
    if request.method == "GET":
        return {"form": form, "sent": False}
    if not answers.check(request, form.submitted()):
        return {"form": form, "sent": False}
    name = plain_name(form.name.data)
    counters = [
        Counter(throttle.RESET_NAME, name),
        Counter(throttle.RESET_ADDRESS, throttle.network(request.address)),
    ]
    with transactions(request)() as session:
        allowed = throttle.reserve(session, counters, request.now)
        if allowed:
            session.add(
                ResetRequest(
                    typed_name=name,
                    base_url=request.platform.installation.public_url,
                    ip=request.address,
                    asked_at=request.now,
                )
            )
    if not allowed:
        answers.refuse(request, form.name, _("Troppe richieste: riprova fra un’ora."), 429)
    return {"form": form, "sent": allowed}


# ---- printed code ---------------------------------------------------------------------------


@view_config(
    route_name="accounts.code",
    permission=PUBLIC,
    request_method=("GET", "POST"),
    renderer=f"{TEMPLATES}code.pt",
)
def code(request: "Request") -> Any:
    """Take the user name and code of a printed letter; lead to the choice of the password."""
    form = CodeForm(request)
    if request.method == "GET" or not answers.check(request, form.submitted()):
        return {"form": form}
    name = plain_name(form.name.data)
    counters = [
        Counter(throttle.CODE, name),
        Counter(throttle.ADDRESS, throttle.network(request.address)),
    ]
    with transactions(request)() as session:
        if not throttle.reserve(session, counters, request.now):
            answers.refuse(request, form.code, answers.TOO_MANY, 429)
            return {"form": form}
        token = tokens.open_code(session, name, form.code.data, request.now)
        if token is not None:
            throttle.give_back(session, counters)
    if token is None:
        answers.refuse(
            request, form.code, _("Nome utente o codice non corretti, o codice scaduto.")
        )
        return {"form": form}
    return _to_new_password(request, token)


# ---- link, and the choice of the password ----------------------------------------------------


@view_config(route_name="accounts.link", permission=PUBLIC, request_method="GET")
def link(request: "Request") -> HTTPSeeOther:
    """Open a link of a mail: its token goes from the address into a cookie.

    Nothing is used up here: programs that look into mail for viruses open links too.
    """
    return _to_new_password(request, request.matchdict["token"][:100])


def _to_new_password(request: "Request", token: str) -> HTTPSeeOther:
    response = HTTPSeeOther(NEW_PASSWORD)
    cookies.set_link(request, response, token)
    return response


@view_config(
    route_name="accounts.new_password",
    permission=PUBLIC,
    request_method=("GET", "POST"),
    renderer=f"{TEMPLATES}new_password.pt",
)
def new_password(request: "Request") -> Any:
    """Choose the password of the account whose link was opened."""
    begin, token = transactions(request), cookies.link_token(request)
    with begin() as session:
        found = tokens.find_link(session, token, request.now)
        account = account_with_id(session, found.account_id) if found else None
        refusal = password_refusal(session, account.person_id) if account else None
    if account is None:
        return _gone(request)
    if refusal is not None:
        return _not_here(request, refusal)
    form = NewPasswordForm(request)
    rules = rules_of(request, account)
    if request.method == "GET" or not answers.check(request, form.accepted(rules)):
        return {"form": form, "account": account, "minimum": rules.minimum}
    return _choose(request, account, form.new_password.data)


def _choose(request: "Request", account: AccountRow, password: str) -> Any:
    hashed = passwords.hash_password(password)
    actor = Actor(account.person_id, request.address, request.id)
    with transactions(request)() as session:
        # looked up again: two windows may have had it open
        found = tokens.find_link(session, cookies.link_token(request), request.now)
        done = found is not None and services.choose_password(
            session, actor, found, hashed, request.now
        )
    if not done:
        return _gone(request)
    response = HTTPSeeOther("/sign-in")
    cookies.delete_link(request, response)
    request.flash(_("La password è stata scelta: ora entra."))
    return response


def _gone(request: "Request") -> Any:
    response = render_to_response(f"{TEMPLATES}link_gone.pt", {}, request=request)
    response.status_int = 410
    return response


def _not_here(request: "Request", refusal: "Text") -> Any:
    shown = {"refusal": refusal}
    response = render_to_response(f"{TEMPLATES}password_refused.pt", shown, request=request)
    response.status_int = 403
    return response
