"""The own account: data, sessions, language."""

from typing import TYPE_CHECKING

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from registro_core import _
from registro_core.accounts.forms import LanguageForm
from registro_core.accounts.own_account import (
    end_own_session,
    own_data,
    own_sessions,
    set_language,
)
from registro_core.accounts.second_factor.policy import Policy
from registro_core.accounts.views import answers
from registro_core.permissions import ACCOUNT
from registro_core.web import i18n

if TYPE_CHECKING:
    from registro_core.request import Request
    from registro_core.security.identity import Identity

PAGE = "/account"


@view_config(
    route_name="accounts.account",
    permission=ACCOUNT.name,
    request_method="GET",
    renderer="registro_core:accounts/templates/account.pt",
)
def show(request: "Request") -> dict[str, object]:
    """What the register knows of who is signed in, and where else they are signed in."""
    me = signed_in(request)
    return {
        "own": own_data(request.dbsession, me),
        "sessions": own_sessions(request.dbsession, me, request.now),
        "second_factor": request.second_factor_policy is not Policy.OFF,
        "form": LanguageForm(request, data={"language": request.locale_name}),
    }


@view_config(route_name="accounts.sessions", permission=ACCOUNT.name, request_method="POST")
def end_sessions(request: "Request") -> HTTPSeeOther:
    """Sign out in another browser, or in all others. The current one signs out from the menu."""
    handle = answers.typed(request, "session")
    end_own_session(request.dbsession, request.actor, signed_in(request), handle, request.now)
    request.flash(_("Uscita effettuata sugli altri dispositivi."))
    return HTTPSeeOther(PAGE)


@view_config(route_name="accounts.language", permission=ACCOUNT.name, request_method="POST")
def choose_language(request: "Request") -> HTTPSeeOther:
    """Keep the language with the account, so that mails speak it and every device follows."""
    form = LanguageForm(request)
    response = HTTPSeeOther(PAGE)
    if form.submitted():
        set_language(request.dbsession, signed_in(request).account_id, form.language.data)
        # the footer's choice in this browser would hide the new one
        response.delete_cookie(i18n.COOKIE, path="/")
    return response


def signed_in(request: "Request") -> "Identity":
    """Who is signed in; these pages are never reached by anyone else."""
    identity: Identity | None = request.identity
    if identity is None:
        raise RuntimeError("a page of the own account was reached by nobody")
    return identity
