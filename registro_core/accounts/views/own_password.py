"""Changing the own password, and proving again who one is (step-up)."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from registro_core import _
from registro_core.accounts import cookies, own_password, services
from registro_core.accounts.finding import AccountRow, account_of
from registro_core.accounts.forms import ChangePasswordForm, ConfirmForm
from registro_core.accounts.password_policy import PasswordRules
from registro_core.accounts.sign_in import Outcome
from registro_core.accounts.views import answers
from registro_core.accounts.views.account import PAGE, signed_in
from registro_core.db.apart import transactions
from registro_core.permissions import ACCOUNT
from registro_core.web.redirects import local_url

if TYPE_CHECKING:
    from wtforms import Field

    from registro_core.request import Request

TEMPLATES = "registro_core:accounts/templates/"
CONFIRM_PAGE = "/account/confirm"
WRONG = _("La password non è corretta.")


def confirm_url(request: "Request", back: str | None = None) -> str:
    """Where to send somebody to prove who they are; afterwards they come back to `back`.

    Nothing is sent again for them: `back` is a page to look at, by default this one,
    or the one whose form was sent.

    :param back: a path of the register.
    """
    return f"{CONFIRM_PAGE}?{urlencode({'next': back or _page_of(request)})}"


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
    """Ask for the password; with it the session gets a new token and one goes back."""
    me = signed_in(request)
    if request.method == "GET":
        return {"form": ConfirmForm(request, data={"next": local_url(request.GET.get("next"))})}
    form = ConfirmForm(request)
    if not answers.check(request, form.submitted()):
        return {"form": form}
    result = own_password.confirm(
        transactions(request), request.actor, me, form.password.data, request.now
    )
    if result.outcome is not Outcome.SIGNED_IN:
        _refuse(request, form.password, result.outcome)
        return {"form": form}
    response = HTTPSeeOther(local_url(form.next.data))
    cookies.set_session(request, response, result.session_token)
    return response


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
        _refuse(request, form.current_password, result.outcome)
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


def _refuse(request: "Request", field: "Field", outcome: Outcome) -> None:
    if outcome is Outcome.TOO_MANY:
        answers.refuse(request, field, answers.TOO_MANY, 429)
    else:
        answers.refuse(request, field, WRONG)
