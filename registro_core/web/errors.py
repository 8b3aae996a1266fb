"""What people see when something goes wrong: what happened, and the way back."""

import logging
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pyramid.exceptions import BadCSRFOrigin, BadCSRFToken
from pyramid.httpexceptions import HTTPException, HTTPSeeOther
from pyramid.interfaces import IExceptionResponse
from pyramid.renderers import render_to_response
from pyramid.response import Response
from sqlalchemy.exc import DBAPIError, OperationalError

from registro_core import _
from registro_core.accounts.second_factor.policy import LEVEL
from registro_core.audit.denials import record_denial
from registro_core.db.versions import Conflict
from registro_core.files.store import StoreAway
from registro_core.web.csrf import is_from_elsewhere
from registro_core.web.plain import refusal
from registro_core.web.refusing import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyramid.config import Configurator

    from registro_core.items import Text
    from registro_core.request import Request
    from registro_core.security.identity import Identity

log = logging.getLogger(__name__)

TEMPLATE = "registro_core:web/templates/error.pt"
SIGN_IN = "/sign-in"
NEW_PASSWORD = "/account/password"  # noqa: S105 - an address
NEW_SECOND_FACTOR = "/account/second-factor/new"
CONFIRM = "/account/confirm"

# Status, title, what to do. Other statuses below 500 show the text of 400.
TEXTS: "dict[int, tuple[Text, Text]]" = {
    400: (
        _("Richiesta non valida"),
        _("La pagina ha ricevuto dati che non si aspettava. Torna indietro e riprova."),
    ),
    403: (
        _("Non puoi aprire questa pagina"),
        _("Il tuo ruolo non lo permette. Se pensi che sia un errore, scrivi alla segreteria."),
    ),
    404: (
        _("Pagina non trovata"),
        _("L’indirizzo è sbagliato, oppure la pagina non è per te."),
    ),
    409: (
        _("Qualcun altro ha salvato prima di te"),
        _(
            "Mentre scrivevi, un’altra persona ha cambiato gli stessi dati. Per non cancellare "
            "il suo lavoro, il tuo non è stato salvato: lo trovi qui sotto."
        ),
    ),
    413: (
        _("File troppo grande"),
        _(
            "Quello che hai mandato è più grande di quanto questa pagina accetta. Scegli un file più piccolo."
        ),
    ),
    422: (
        _("Questo modulo era già stato inviato"),
        _(
            "La prima volta è stato salvato, con dati diversi da questi. Riapri la pagina, guarda "
            "che cosa c’è e correggi: quello che avevi scritto adesso è qui sotto."
        ),
    ),
    429: (
        _("Troppe richieste"),
        _("Aspetta qualche minuto e riprova."),
    ),
}
SIGNED_OUT: "tuple[Text, Text]" = (
    _("L’accesso è scaduto mentre scrivevi"),
    _(
        "Non è stato salvato nulla, ma quello che avevi scritto è qui sotto: accedi in un’altra "
        "scheda, riapri la pagina e copialo."
    ),
)
# Never shown again, not even to who typed them.
HIDDEN_FIELDS = ("csrf_token", "version", "idempotency_key", "seed", "recovery_codes")


def error_page(request: "Request", status: int, **values: object) -> Response:
    """The page for a status, in the layout of who is signed in."""
    title, text = TEXTS.get(status, TEXTS[400])
    shown = {"status": status, "title": title, "text": text, "typed": [], **values}
    response = render_to_response(TEMPLATE, shown, request=request)
    response.status_int = status
    return response


def known_error(error: HTTPException, request: "Request") -> Response:
    """Answer what a view or context refused: 4xx with a page, redirects as they are."""
    if error.status_int < 400 or error.status_int >= 500:
        return error
    # A context found nothing for who is not signed in: a link of a mail may work after signing in.
    in_factory = request.matched_route is not None and not hasattr(request, "context")
    if error.status_int == 404 and in_factory and request.identity is None:
        return forbidden(error, request)
    if error.status_int == 404 and in_factory:
        # there may be such a thing, of which this person may not know
        record_denial(request, 404)
    page = error_page(request, error.status_int, typed=list(_typed_texts(request)))
    for name in ("Retry-After", "Allow"):
        if name in error.headers:
            page.headers[name] = error.headers[name]
    return page


def forbidden(error: HTTPException, request: "Request") -> Response:
    """Send to the sign-in page who is not signed in; tell the others that they may not.

    Who must choose a new password or set up a second factor first is sent to do so, wherever they
    wanted to go. Whose session ended while they were writing is shown the text, to copy it.
    """
    if request.identity is not None:
        if request.identity.must_change_password:
            return HTTPSeeOther(NEW_PASSWORD)
        if request.second_factor_missing:
            return HTTPSeeOther(_second_factor(request, request.identity))
        record_denial(request, 403)
        said = {"title": error.heading, "text": error.reason} if isinstance(error, Refused) else {}
        return error_page(request, 403, **said)
    if typed := list(_typed_texts(request)):
        return error_page(request, 403, title=SIGNED_OUT[0], text=SIGNED_OUT[1], typed=typed)
    # after a POST there is no page to come back to
    worth_it = request.method == "GET" and request.path != "/"
    back = f"?{urlencode({'next': request.path_qs})}" if worth_it else ""
    return HTTPSeeOther(SIGN_IN + back)


def _second_factor(request: "Request", identity: "Identity") -> str:
    """Where to set it up; or, for who has one or came in another way, to prove more."""
    if identity.by_password and not identity.has_second_factor:
        return NEW_SECOND_FACTOR
    back = request.path_qs if request.method == "GET" else "/"
    return f"{CONFIRM}?{urlencode({'next': back, 'level': LEVEL})}"


def expired(_error: HTTPException, request: "Request") -> Response:
    """400 for a form of another session, such as before signing in again: keep what was typed."""
    return error_page(
        request,
        400,
        title=_("La pagina era aperta da troppo tempo"),
        text=_(
            "Nel frattempo l’accesso è cambiato e non è stato salvato nulla. "
            "Riapri la pagina e riprova: quello che avevi scritto è qui sotto."
        ),
        typed=list(_typed_texts(request)),
    )


def conflict(_error: Conflict, request: "Request") -> Response:
    """409: show what was typed, so that it can be copied into the fresh page."""
    return error_page(request, 409, typed=list(_typed_texts(request)))


def _typed_texts(request: "Request") -> "Iterator[tuple[str, str]]":
    # Another site must not make a page of ours say what it wants.
    if is_from_elsewhere(request):
        return
    for name, value in request.POST.items():
        secret = name in HIDDEN_FIELDS or "password" in name
        if isinstance(value, str) and value.strip() and not secret:
            yield name, value


def database_error(error: DBAPIError, request: "Request") -> Response:
    """503 when the database is busy, full or away; any other database error is ours (500)."""
    if isinstance(error, OperationalError) or error.connection_invalidated:
        log.error("request %s: the database cannot answer: %s", request.id, error.orig)
        return refusal(503, request.id)
    return internal_error(error, request)


def store_error(error: StoreAway, request: "Request") -> Response:
    """503 when what keeps the files does not answer."""
    log.error("request %s: the file store does not answer: %s", request.id, error)
    return refusal(503, request.id)


def internal_error(error: Exception, request: "Request") -> Response:
    """500: log everything under the request's name, show only the name."""
    log.error("request %s failed", request.id, exc_info=error)
    return refusal(500, request.id)


def includeme(config: "Configurator") -> None:
    """Add the exception views; the most specific class wins."""
    config.add_exception_view(internal_error, context=Exception)
    config.add_exception_view(database_error, context=DBAPIError)
    config.add_exception_view(store_error, context=StoreAway)
    config.add_exception_view(conflict, context=Conflict)
    config.add_exception_view(known_error, context=IExceptionResponse)
    config.add_exception_view(expired, context=BadCSRFToken)
    config.add_exception_view(expired, context=BadCSRFOrigin)
    config.add_forbidden_view(forbidden)
