"""Proving again who one is (step-up): password, code, or another way in (checks 16, 18)."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.view import view_config

from registro_core.accounts import cookies, own_password
from registro_core.accounts.forms import ConfirmForm
from registro_core.accounts.opening import Proof
from registro_core.accounts.own_password import Given
from registro_core.accounts.second_factor.policy import LEVEL, Policy
from registro_core.accounts.sign_in import Outcome, SignedIn
from registro_core.accounts.views import answers
from registro_core.accounts.views.account import signed_in
from registro_core.accounts.views.sign_in import methods
from registro_core.db.apart import transactions
from registro_core.facts import password_refusal
from registro_core.numbers import whole_number
from registro_core.permissions import ACCOUNT
from registro_core.security.vault import Vault
from registro_core.web.redirects import local_url

if TYPE_CHECKING:
    from registro_core.request import Request

TEMPLATE = "registro_core:accounts/templates/confirm.pt"
PAGE = "/account/confirm"


def confirm_url(request: "Request", back: str | None = None, level: int = 1) -> str:
    """Where to send somebody to prove who they are; afterwards they come back to `back`.

    Nothing is sent again for them: `back` is a page to look at, by default this one,
    or the one whose form was sent.

    :param back: a path of the register.
    :param level: 1 to 3, as of SPID and CIE: only ways in that reach it are offered.
    """
    wanted: dict[str, object] = {"next": back or _page_of(request)}
    if level > Proof().level:
        wanted["level"] = level
    return f"{PAGE}?{urlencode(wanted)}"


def _page_of(request: "Request") -> str:
    if request.method in {"GET", "HEAD"}:
        return str(request.path_qs)
    # Our pages say where they are to our own site only; without it the address of the form.
    sender = urlsplit(request.referer or "")
    if sender.netloc != urlsplit(request.host_url).netloc:
        return str(request.path)
    return f"{sender.path}?{sender.query}" if sender.query else sender.path


@view_config(
    route_name="accounts.confirm",
    permission=ACCOUNT.name,
    request_method=("GET", "POST"),
    renderer=TEMPLATE,
)
def confirm(request: "Request") -> Any:
    """Ask for the password and perhaps the code, or offer other ways in; then go back."""
    form = _form(request)
    wanted = _level_wanted(request, form)
    if wanted < LEVEL:
        del form.code
    serves = _password_serves(request, wanted)
    if request.method == "POST":
        if not serves:
            raise HTTPForbidden
        if answers.check(request, form.submitted()):
            result = _try(request, form)
            if result.outcome is Outcome.SIGNED_IN:
                return _back(request, form, result)
            _refuse(request, form, result)
    return {
        "form": form,
        "by_password": serves,
        "methods": methods(request, local_url(form.next.data), again=True),
        # who has only a password reaches level 2 by setting up a second factor
        "may_set_up": wanted == LEVEL and _may_set_up(request),
    }


def _form(request: "Request") -> ConfirmForm:
    if request.method == "POST":
        return ConfirmForm(request)
    asked = {"next": local_url(request.GET.get("next")), "level": request.GET.get("level")}
    return ConfirmForm(request, data=asked)


def _back(request: "Request", form: ConfirmForm, result: SignedIn) -> HTTPSeeOther:
    response = HTTPSeeOther(local_url(form.next.data))
    cookies.set_session(request, response, result.session_token)
    return response


def _level_wanted(request: "Request", form: ConfirmForm) -> int:
    """What the page one comes from wants, and never less than one came in with."""
    me = signed_in(request)
    # a level reached with a code sinks with the second factor
    own = me.level if me.has_second_factor or not me.by_password else Proof().level
    return max(whole_number(form.level.data or "") or 1, own)


def _password_serves(request: "Request", wanted: int) -> bool:
    """Whether the password, with the code if there is one, reaches the level wanted.

    Who came in another way confirms by it, or with a code.
    """
    me = signed_in(request)
    reached = LEVEL if me.has_second_factor else Proof().level
    fits = wanted <= reached and (me.by_password or wanted == LEVEL)
    return fits and password_refusal(request.dbsession, me.person_id) is None


def _may_set_up(request: "Request") -> bool:
    me = signed_in(request)
    offered = request.second_factor_policy is not Policy.OFF
    return offered and me.by_password and not me.has_second_factor


def _try(request: "Request", form: ConfirmForm) -> SignedIn:
    given = Given(form.password.data)
    if form.code is not None:
        given = Given(form.password.data, form.code.data, Vault(request.platform.secret))
    return own_password.confirm(
        transactions(request), request.actor, signed_in(request), given, request.now
    )


def _refuse(request: "Request", form: ConfirmForm, result: SignedIn) -> None:
    if result.outcome is Outcome.WRONG_CODE:
        answers.refuse_code(request, form.code, result)
    else:
        answers.refuse_password(request, form.password, result, answers.WRONG_PASSWORD)
