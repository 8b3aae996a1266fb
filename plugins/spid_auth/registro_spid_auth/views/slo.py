"""Single logout: messages of providers come in here, by form or by address (LO-3, LO-4, LO-6)."""

import logging
from typing import TYPE_CHECKING

from registro_core.api import HTTPSeeOther, Request, transactions
from registro_spid_auth import _
from registro_spid_auth.asking.leaving import Leaver, answer, be_answered, be_told
from registro_spid_auth.saml.bindings import SAML_REQUEST, Message, read_post, read_redirect
from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.state import state_of
from registro_spid_auth.views.desk import connector_of, federation_of, sender_of
from registro_spid_auth.views.errors import SIGN_IN, refusal
from registro_spid_auth.views.sending import leave

if TYPE_CHECKING:
    from pyramid.response import Response

log = logging.getLogger(__name__)


def slo(request: Request) -> "Response":
    """GET or POST: end sessions that a provider names, or take its answer. Nothing unsigned counts."""
    try:
        message = _message(request)
        if message.parameter == SAML_REQUEST:
            return _told(request, message)
        return _answered(request, message)
    except Refused as error:
        log.warning(
            "%s: logout of request %s refused: %s", connector_of(request), request.id, error.code
        )
        return refusal(request, connector_of(request), error.code)


def _message(request: Request) -> Message:
    if request.method == "POST":
        items = request.POST.items()
        return read_post((name, v if isinstance(v, str) else "") for name, v in items)
    # as it was sent: the signature is over these very octets
    return read_redirect(request.environ.get("QUERY_STRING", "").encode("latin-1"))


def _leaver(request: Request) -> Leaver:
    return Leaver(sender_of(request), state_of(request).log_keys, request.now)


def _told(request: Request, message: Message) -> "Response":
    federation, binding = federation_of(request), state_of(request).configuration.binding
    with transactions(request)() as session:
        told = be_told(session, federation, message, _leaver(request))
    departure = answer(federation, told, message, binding, request.now)
    if departure is None:
        return HTTPSeeOther(SIGN_IN)
    return leave(request, departure, told.idp.name)


def _answered(request: Request, message: Message) -> "Response":
    with transactions(request)() as session:
        whole = be_answered(session, federation_of(request), message, _leaver(request))
    if whole:
        request.flash(_("Sei uscito dal registro e dal tuo gestore dell’identità."))
    else:
        request.flash(
            _(
                "Sei uscito dal registro. Il tuo gestore dell’identità non ha confermato l’uscita: "
                "su un computer condiviso chiudi il browser."
            ),
            "info",
        )
    return HTTPSeeOther(SIGN_IN)
