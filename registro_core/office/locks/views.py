"""The pages of closed terms and temporary unlocks, for the head (L7)."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPBadRequest, HTTPSeeOther
from pyramid.view import view_config, view_defaults
from sqlalchemy import select

from registro_core import _
from registro_core.items import Text
from registro_core.numbers import whole_number
from registro_core.office.classes.queries import teachers
from registro_core.office.families.queries import class_names
from registro_core.office.forms import options
from registro_core.office.locks.forms import LONGEST_REASON, UnlockForm
from registro_core.permissions import UNLOCK
from registro_core.school.locks.models import Unlock
from registro_core.school.locks.services import (
    close_term,
    closed_terms,
    current_unlocks,
    grant_unlock,
    reopen_term,
)
from registro_core.school.models import SchoolYear, Term
from registro_core.school.services import year_of
from registro_core.security.contexts import SchoolContext
from registro_core.web.idempotency import idempotent

if TYPE_CHECKING:
    from registro_core.request import Request

PATH = "/office/locks"
# A plugin that lets days grow too old declares its setting under this name (L7b).
LOCK_DAYS = ".lock_days"


class Locks:
    """What both pages of locks need."""

    def __init__(self, _context: SchoolContext, request: "Request") -> None:
        """Offer the classes and teachers of the year."""
        self.request = request
        self.session = request.dbsession
        self.classes = class_names(self.session, request.today)
        self.form = UnlockForm(request, data={"last_day": request.today, "hours": 24})
        everybody = [("", _("Tutti i docenti della classe"))]
        self.form.class_id.choices = options(self.classes)
        self.form.teacher_id.choices = options([*everybody, *teachers(self.session, request.today)])

    def page(self) -> dict[str, Any]:
        """The values of the template."""
        year = year_of(self.session, self.request.today)
        return {
            "form": self.form,
            "classes": self.classes,
            "terms": self._terms(year) if year else [],
            "closed": closed_terms(self.session, year.id) if year else {},
            "unlocks": current_unlocks(self.session, self.request.now),
            "limits": self._limits(),
        }

    def _terms(self, year: SchoolYear) -> list[Term]:
        statement = select(Term).where(Term.year_id == year.id).order_by(Term.starts_on)
        return list(self.session.scalars(statement))

    def _limits(self) -> list[tuple[Text, int]]:
        """How many days back the school lets one write, for each kind of data that asks."""
        request = self.request
        return [
            (setting.label, request.school_settings.integer(name))
            for name, setting in request.platform.settings.items()
            if name.endswith(LOCK_DAYS)
        ]


@view_defaults(
    route_name="office.locks",
    permission=UNLOCK.name,
    renderer="registro_core:office/locks/templates/locks.pt",
)
class UnlockViews(Locks):
    """Who may change locked days for a while."""

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """GET: closed terms, and the unlocks that hold now."""
        return self.page()

    @view_config(request_method="POST", decorator=idempotent)
    def unlock(self) -> Any:
        """POST: give days of a class free for some hours."""
        if not self.form.submitted():
            self.request.response.status_int = 422
            return self.page()
        grant_unlock(self.session, self.request.actor, self._unlock())
        self.request.flash(_("Sblocco concesso: resta scritto nel registro delle modifiche."))
        return HTTPSeeOther(PATH)

    def _unlock(self) -> Unlock:
        form, request = self.form, self.request
        assert request.identity is not None  # noqa: S101 - the page asks for a permission
        return Unlock(
            class_id=form.class_id.data,
            teacher_id=form.teacher_id.data,
            first_day=form.first_day.data,
            last_day=form.last_day.data,
            expires_at=request.now + timedelta(hours=form.hours.data),
            granted_by_id=request.identity.person_id,
            reason=form.reason.data,
            created_at=request.now,
        )


@view_config(
    route_name="office.terms", permission=UNLOCK.name, request_method="POST", decorator=idempotent
)
def change_term(_context: SchoolContext, request: "Request") -> HTTPSeeOther:
    """POST: close a term for a class or for all; reopen one for a class, with a reason."""
    term = request.dbsession.get(Term, _number(request, "term"))
    known = {class_id for class_id, _name in class_names(request.dbsession, request.today)}
    class_id = _number(request, "class")
    if term is None or (class_id and class_id not in known):
        raise HTTPBadRequest
    if request.POST.get("act") == "reopen":
        _reopen(request, term, class_id)
    else:
        chosen = [class_id] if class_id else sorted(known)
        count = close_term(request.dbsession, request.actor, term, chosen, request.now)
        request.flash(_("Periodo chiuso per ${count} classi.", mapping={"count": count}))
    return HTTPSeeOther(PATH)


def _reopen(request: "Request", term: Term, class_id: int) -> None:
    reason = str(request.POST.get("reason", "")).strip()[:LONGEST_REASON]
    if not reason:
        request.flash(_("Per riaprire un periodo serve un motivo."), "bad")
    elif reopen_term(request.dbsession, request.actor, term, class_id, reason, request.now):
        request.flash(_("Il periodo è di nuovo aperto per questa classe."))
    else:
        request.flash(_("Scegli una classe per cui il periodo è chiuso."), "bad")


def _number(request: "Request", name: str) -> int:
    number = whole_number(str(request.POST.get(name, "") or "0"))
    if number is None:
        raise HTTPBadRequest
    return number
