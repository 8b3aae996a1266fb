"""The office's page about one person's access. It never shows or sets a password."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPBadRequest, HTTPForbidden, HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.view import view_config

from registro_core import _
from registro_core.accounts import first_access, giving, services
from registro_core.accounts.finding import AccountRow, account_of
from registro_core.accounts.giving import Giver, Letter
from registro_core.accounts.models import Channel
from registro_core.accounts.own_account import sessions_of
from registro_core.accounts.second_factor import services as second_factor
from registro_core.accounts.tokens import living_token
from registro_core.accounts.views import answers
from registro_core.accounts.views.step_up import may_manage, protect_administrators, step_up
from registro_core.facts import password_refusal
from registro_core.permissions import CREDENTIALS
from registro_core.security.contexts import PersonContext

if TYPE_CHECKING:
    from collections.abc import Callable

    from registro_core.items import Text
    from registro_core.request import Request

    # What is done, and the message and its kind to show afterwards.
    Act = Callable[[Request, AccountRow], tuple[Text, str]]

TEMPLATES = "registro_core:accounts/templates/"
NO_MAILBOX = _("Manca l’indirizzo: aggiungilo alla scheda della persona.")


@view_config(
    route_name="accounts.credentials",
    permission=CREDENTIALS.name,
    request_method="GET",
    renderer=f"{TEMPLATES}credentials.pt",
)
def show(context: PersonContext, request: "Request") -> dict[str, object]:
    """How somebody's access stands, and what may be done about it."""
    session = request.dbsession
    account = account_of(session, context.person.id)
    return {
        "person": context.person,
        "account": account,
        "token": living_token(session, account.id, request.now) if account else None,
        "open_sessions": sessions_of(session, account.id, request.now) if account else 0,
        "mine": may_manage(request, context.person.id),
        "refusal": password_refusal(session, context.person.id),
        "factor": second_factor.find(session, account.id) if account else None,
        "own": _is_own(context, request),
    }


@view_config(
    route_name="accounts.credentials",
    permission=CREDENTIALS.name,
    request_method="POST",
    decorator=step_up,
)
def act(context: PersonContext, request: "Request") -> Any:
    """Do one of `ACTS`, create an account, or print a code."""
    protect_administrators(request, context.person.id)
    name = answers.typed(request, "act")
    account = account_of(request.dbsession, context.person.id)
    if name == "create":
        services.create_account(request.dbsession, request.actor, context.person.id, request.now)
        request.flash(_("Accesso creato."))
    elif account is not None and name in GIVING and (refusal := _refusal(context, request)):
        request.flash(refusal, "bad")
    elif account is None or name not in {*ACTS, "print"}:
        raise HTTPBadRequest
    elif name == "second-factor" and _is_own(context, request):
        # their own takes password and code, on the page of their account
        raise HTTPForbidden
    elif name == "print":
        letter = giving.write_letter(request.dbsession, giver_of(request), account)
        return letters_page(request, [letter])
    else:
        message, kind = ACTS[name](request, account)
        request.flash(message, kind)
    return HTTPSeeOther(request.path)


def _is_own(context: PersonContext, request: "Request") -> bool:
    return request.identity is not None and request.identity.person_id == context.person.id


def _refusal(context: PersonContext, request: "Request") -> "Text | None":
    return password_refusal(request.dbsession, context.person.id)


def giver_of(request: "Request") -> Giver:
    """Who gives access: links lead to the configured address, whatever the browser says."""
    hours = request.school_settings.integer("core.code_hours")
    base_url = request.platform.installation.public_url
    return Giver(request.actor, request.now, base_url, timedelta(hours=hours))


def letters_page(request: "Request", letters: list[Letter]) -> Any:
    """Letters to print, one to a page: shown once, in answer to the POST that made the codes."""
    shown = {"letters": letters, "base_url": request.platform.installation.public_url}
    return render_to_response(f"{TEMPLATES}letters.pt", shown, request=request)


def _send(channel: Channel) -> "Act":
    def send(request: "Request", account: AccountRow) -> "tuple[Text, str]":
        giver = giver_of(request)
        sent = first_access.send_link(
            request.dbsession, giver.actor, account, channel, giver.base_url, giver.now
        )
        return (_("Link in partenza."), "ok") if sent else (NO_MAILBOX, "bad")

    return send


def _switch(enabled: bool) -> "Act":
    def switch(request: "Request", account: AccountRow) -> "tuple[Text, str]":
        services.set_enabled(request.dbsession, request.actor, account, enabled, request.now)
        return (_("Accesso aperto.") if enabled else _("Accesso chiuso.")), "ok"

    return switch


def _end(request: "Request", account: AccountRow) -> "tuple[Text, str]":
    services.end_all_sessions(request.dbsession, request.actor, account, request.now)
    return _("La persona è uscita da tutti i dispositivi."), "ok"


def _remove_second_factor(request: "Request", account: AccountRow) -> "tuple[Text, str]":
    if answers.typed(request, "checked") != "yes":
        return _("Prima controlla chi è la persona, e dillo con la spunta."), "bad"
    if second_factor.find(request.dbsession, account.id) is None:
        return _("Questa persona non ha la verifica in due passaggi."), "info"
    second_factor.remove(request.dbsession, request.actor, account, request.now)
    return _("La verifica in due passaggi è tolta."), "ok"


ACTS: "dict[str, Act]" = {
    "email": _send(Channel.EMAIL),
    "institutional": _send(Channel.INSTITUTIONAL),
    "disable": _switch(enabled=False),
    "enable": _switch(enabled=True),
    "end": _end,
    "second-factor": _remove_second_factor,
}
# What is of no use to who may not use a password.
GIVING = frozenset({"email", "institutional", "print"})
