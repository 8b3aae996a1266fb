"""The page of who proved who they are and is unknown to the school: they may write to the office (ACC-3)."""

from typing import Any

from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from registro_core.api import Form, HTTPSeeOther, Request, strip
from registro_spid_auth import _
from registro_spid_auth.asking.services import same_browser
from registro_spid_auth.linking.associations import ask, open_draft
from registro_spid_auth.models import Association
from registro_spid_auth.notices import tell_office
from registro_spid_auth.refusals import EXPLANATIONS
from registro_spid_auth.settings import ASSOCIATION_REQUESTS
from registro_spid_auth.state import state_of
from registro_spid_auth.views.browser import browser_of

TEMPLATE = "registro_spid_auth:templates/association.pt"
NOTE_LENGTH = 500


class AskForm(Form):
    """What a stranger writes. Nothing of who they are: that is known, and not shown."""

    note = TextAreaField(
        _("Chi sei per la scuola"),
        description=_("Per esempio: sono il padre di Anna Rossi, classe 2A."),
        filters=[strip],
        validators=[
            InputRequired(_("Scrivi di chi sei genitore o tutore, o che lavoro fai a scuola.")),
            Length(max=NOTE_LENGTH),
        ],
        render_kw={"rows": "3", "maxlength": str(NOTE_LENGTH)},
    )
    token = HiddenField()


def show(request: Request) -> dict[str, Any]:
    """GET: why they do not come in (403), and the form if the school takes such requests."""
    token = request.GET.get("token", "")
    request.response.status_int = 403
    return _page(request, AskForm(request, data={"token": token}), token)


def send(request: Request) -> Any:
    """POST: put the request before the office."""
    form = AskForm(request)
    row = _draft(request, str(form.token.data or ""))
    if row is None:
        request.response.status_int = 403
        return _page(request, form, "")
    if not form.submitted():
        request.response.status_int = 422
        return _page(request, form, row.token)
    ask(request.dbsession, request.actor, row, form.note.data, request.now)
    tell_office(request.dbsession, row, request.now)
    request.flash(_("La segreteria ha ricevuto la richiesta. Quando la conferma, potrai entrare."))
    return HTTPSeeOther("/sign-in")


def _page(request: Request, form: AskForm, token: str) -> dict[str, Any]:
    return {
        "form": form,
        "explanation": EXPLANATIONS["unknown-person"],
        "may_ask": _draft(request, token) is not None,
    }


def _draft(request: Request, token: str) -> Association | None:
    """What this browser may ask by: of the last half hour, not used yet."""
    if not token or not request.school_settings.boolean(ASSOCIATION_REQUESTS.name):
        return None
    row = open_draft(request.dbsession, token, request.now)
    binding = state_of(request).configuration.browser_binding
    if row is None or (binding and not same_browser(row.browser_hash, browser_of(request))):
        return None
    return row
