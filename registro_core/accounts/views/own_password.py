"""Changing the own password."""

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from registro_core import _
from registro_core.accounts import cookies, own_password, services
from registro_core.accounts.finding import AccountRow, account_of
from registro_core.accounts.forms import ChangePasswordForm
from registro_core.accounts.password_policy import PasswordRules
from registro_core.accounts.sign_in import Outcome
from registro_core.accounts.views import answers
from registro_core.accounts.views.account import PAGE, signed_in
from registro_core.db.apart import transactions
from registro_core.permissions import ACCOUNT

if TYPE_CHECKING:
    from registro_core.request import Request

TEMPLATE = "registro_core:accounts/templates/password.pt"


@view_config(
    route_name="accounts.password",
    permission=ACCOUNT.name,
    request_method=("GET", "POST"),
    renderer=TEMPLATE,
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
        answers.refuse_password(request, form.current_password, result, answers.WRONG_PASSWORD)
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
