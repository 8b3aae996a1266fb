"""Changing the own password, and proving again who one is (step-up)."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from pyramid.httpexceptions import HTTPForbidden, HTTPSeeOther
from pyramid.view import view_config

from registro_core import _
from registro_core.accounts import cookies, own_password, services
from registro_core.accounts.finding import AccountRow, account_of
from registro_core.accounts.forms import ChangePasswordForm, ConfirmForm
from registro_core.accounts.opening import Proof
from registro_core.accounts.password_policy import PasswordRules
from registro_core.accounts.sign_in import Outcome
from registro_core.accounts.views import answers
from registro_core.accounts.views.account import PAGE, signed_in
from registro_core.accounts.views.sign_in import methods
from registro_core.db.apart import transactions
from registro_core.facts import password_refusal
from registro_core.numbers import whole_number
from registro_core.permissions import ACCOUNT
from registro_core.web.redirects import local_url

if TYPE_CHECKING:
    from registro_core.request import Request

TEMPLATES = "registro_core:accounts/templates/"
CONFIRM_PAGE = "/account/confirm"
WRONG = _("La password non è corretta.")


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
    return f"{CONFIRM_PAGE}?{urlencode(wanted)}"


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
    renderer=f"{TEMPLATES}confirm.pt",
)
def confirm(request: "Request") -> Any:
    """Ask for the password, or offer the ways in that reach the level wanted; then go back."""
    me = signed_in(request)
    if request.method == "GET":
        wanted = {"next": local_url(request.GET.get("next")), "level": request.GET.get("level")}
        return _confirm_page(request, ConfirmForm(request, data=wanted))
    form = ConfirmForm(request)
    if not _password_serves(request, form):
        raise HTTPForbidden
    if not answers.check(request, form.submitted()):
        return _confirm_page(request, form)
    result = own_password.confirm(
        transactions(request), request.actor, me, form.password.data, request.now
    )
    if result.outcome is not Outcome.SIGNED_IN:
        answers.refuse_password(request, form.password, result, WRONG)
        return _confirm_page(request, form)
    response = HTTPSeeOther(local_url(form.next.data))
    cookies.set_session(request, response, result.session_token)
    return response


def _confirm_page(request: "Request", form: ConfirmForm) -> dict[str, object]:
    return {
        "form": form,
        "by_password": _password_serves(request, form),
        "methods": methods(request, local_url(form.next.data), again=True),
    }


def _password_serves(request: "Request", form: ConfirmForm) -> bool:
    """Whether a password is enough: not for a level above it, nor for who came in by a better one."""
    me = signed_in(request)
    wanted = max(whole_number(form.level.data or "") or 1, me.level)
    return wanted <= Proof().level and password_refusal(request.dbsession, me.person_id) is None


@view_config(
    route_name="accounts.password",
    permission=ACCOUNT.name,
    request_method=("GET", "POST"),
    renderer=f"{TEMPLATES}password.pt",
)
def password(request: "Request") -> Any:
    """Change the password; every other browser is signed out."""
    me = signed_in(request)
    form = ChangePasswordForm(request)
    rules = rules_of(request, account_of(request.dbsession, me.person_id))
    page = {"form": form, "minimum": rules.minimum, "must": me.must_change_password}
    if request.method == "GET" or not answers.check(request, form.accepted(rules)):
        return page
    result = own_password.change(
        transactions(request),
        request.actor,
        me,
        form.current_password.data,
        form.new_password.data,
        cookies.device_token(request),
        request.now,
    )
    if result.outcome is not Outcome.SIGNED_IN:
        answers.refuse_password(request, form.current_password, result, WRONG)
        return page
    response = HTTPSeeOther("/" if me.must_change_password else PAGE)
    cookies.set_session(request, response, result.session_token)
    request.flash(_("La password è cambiata. Sugli altri dispositivi dovrai entrare di nuovo."))
    return response


def rules_of(request: "Request", account: AccountRow | None) -> PasswordRules:
    """The rules for somebody's password at this school."""
    minimum = request.school_settings.integer("core.password_minimum")
    school = request.school
    return services.rules_for(account, minimum, school.name, school.city, school.code)
