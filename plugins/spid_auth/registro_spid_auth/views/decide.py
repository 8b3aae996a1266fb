"""Recognising who asks to be, or refusing (ACC-3)."""

from typing import Any

from wtforms import StringField
from wtforms.validators import InputRequired, Length

from registro_core.api import (
    Form,
    HTTPNotFound,
    HTTPSeeOther,
    Person,
    Request,
    SchoolContext,
    Text,
    VersionField,
    path_id,
    strip,
    whole_number,
)
from registro_spid_auth import _
from registro_spid_auth.linking.associations import (
    CannotAssociate,
    candidates,
    confirm,
    refuse,
)
from registro_spid_auth.models import Association, AssociationState
from registro_spid_auth.notices import OFFICE_PAGE, tell_admitted

WORDS_LENGTH = 80
WHY: dict[str, Text] = {
    "taken": _("Questo codice fiscale è già di un’altra persona: cercala nell’elenco."),
    "administrator": _("Chi amministra il registro non può entrare con SPID o CIE."),
    "nobody": _("Scegli la persona da abbinare."),
}


class RefuseForm(Form):
    """Why the office does not recognise somebody."""

    reason = StringField(
        _("Motivo"),
        filters=[strip],
        validators=[InputRequired(_("Scrivi il motivo.")), Length(max=200)],
    )
    version = VersionField()


class DecisionViews:
    """One request of association."""

    def __init__(self, _context: SchoolContext, request: Request) -> None:
        """Find the request of the address; HTTPNotFound unless it is before the office."""
        self.request = request
        self.session = request.dbsession
        row = self.session.get(Association, path_id(request, "association_id"))
        if row is None or row.state is AssociationState.DRAFT:
            raise HTTPNotFound
        self.row = row

    def show(self) -> dict[str, Any]:
        """GET: what the provider says of them, what they wrote, and who it may be."""
        return self._page(RefuseForm(self.request, obj=self.row))

    def confirm(self) -> Any:
        """POST: this is the person."""
        number = whole_number(str(self.request.POST.get("person", "")))
        person = self.session.get(Person, number) if number else None
        if person is None:
            return self._again("nobody")
        version = whole_number(str(self.request.POST.get("version", ""))) or 0
        try:
            confirm(self.session, self.request.actor, self.row, person, version, self.request.now)
        except CannotAssociate as error:
            return self._again(error.why)
        tell_admitted(self.session, person.id, self.row, self.request.now)
        self.request.flash(_("Abbinamento confermato: da adesso può entrare con SPID o CIE."))
        return HTTPSeeOther(OFFICE_PAGE)

    def refuse(self) -> Any:
        """POST: nobody of ours."""
        form = RefuseForm(self.request)
        if not form.submitted():
            self.request.response.status_int = 422
            return self._page(form)
        actor, now = self.request.actor, self.request.now
        refuse(self.session, actor, self.row, form.version.data, form.reason.data, now)
        self.request.flash(_("Richiesta rifiutata."))
        return HTTPSeeOther(OFFICE_PAGE)

    def _again(self, why: str) -> dict[str, Any]:
        self.request.response.status_int = 422
        return self._page(RefuseForm(self.request, obj=self.row), WHY[why])

    def _page(self, form: RefuseForm, problem: Text | None = None) -> dict[str, Any]:
        words = str(self.request.params.get("words", "")).strip()[:WORDS_LENGTH]
        return {
            "row": self.row,
            "form": form,
            "problem": problem,
            "words": words,
            "open": self.row.state is AssociationState.ASKED,
            "candidates": candidates(self.session, self.row, words),
        }
