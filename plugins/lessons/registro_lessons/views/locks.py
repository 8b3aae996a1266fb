"""Closed terms and temporary unlocks, for the head (L7)."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from registro_core.api import (
    HTTPBadRequest,
    HTTPSeeOther,
    Request,
    SchoolContext,
    Term,
    choices,
    idempotent,
    view_config,
    view_defaults,
    whole_number,
    year_of,
)
from registro_lessons import _
from registro_lessons.forms import UnlockForm
from registro_lessons.models import Unlock
from registro_lessons.permissions import UNLOCK
from registro_lessons.services.elsewhere import classes_of_year
from registro_lessons.services.locks import (
    close_term,
    closed_terms,
    current_unlocks,
    grant_unlock,
    reopen_term,
)
from registro_lessons.services.names import names_of, teachers
from registro_lessons.settings import LOCK_DAYS

TEMPLATE = "registro_lessons:templates/locks.pt"
LONGEST_REASON = 500


class Locks:
    """What both pages of locks need."""

    def __init__(self, _context: SchoolContext, request: Request) -> None:
        """Offer the classes and teachers of the year."""
        self.request = request
        self.session = request.dbsession
        self.classes = classes_of_year(self.session, request.today)
        self.form = UnlockForm(request, data={"last_day": request.today, "hours": 24})
        self.form.class_id.choices = choices([(str(c.id), c.name) for c in self.classes])
        everybody = [("", _("Tutti i docenti della classe"))]
        people = [(str(person_id), name) for person_id, name in teachers(self.session)]
        self.form.teacher_id.choices = choices([*everybody, *people])

    def page(self) -> dict[str, Any]:
        """The values of the template."""
        year = year_of(self.session, self.request.today)
        terms = self._terms(year.id) if year else []
        unlocks = current_unlocks(self.session, self.request.now)
        return {
            "form": self.form,
            "classes": self.classes,
            "terms": terms,
            "closed": closed_terms(self.session, year.id) if year else {},
            "unlocks": unlocks,
            "names": names_of(self.session, {u.teacher_id for u in unlocks if u.teacher_id}),
            "lock_days": self.request.school_settings.integer(LOCK_DAYS),
        }

    def _terms(self, year_id: int) -> list[Term]:
        statement = select(Term).where(Term.year_id == year_id).order_by(Term.starts_on)
        return list(self.session.scalars(statement))


@view_defaults(route_name="lessons.locks", permission=UNLOCK.name, renderer=TEMPLATE)
class UnlockViews(Locks):
    """Who may change locked days for a while."""

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """GET: closed terms, and the unlocks that hold now."""
        return self.page()

    @view_config(request_method="POST", decorator=idempotent)
    def unlock(self) -> Any:
        """POST: give days of a class free for some hours."""
        if self.form.submitted() and self._in_order():
            grant_unlock(self.session, self.request.actor, self._unlock())
            self.request.flash(_("Sblocco concesso: resta scritto nel registro delle modifiche."))
            return HTTPSeeOther(self.request.path)
        self.request.response.status_int = 422
        return self.page()

    def _in_order(self) -> bool:
        if self.form.first_day.data <= self.form.last_day.data:
            return True
        self.form.last_day.errors = [_("L’ultimo giorno viene prima del primo.")]
        return False

    def _unlock(self) -> Unlock:
        form, now = self.form, self.request.now
        return Unlock(
            class_id=form.class_id.data,
            teacher_id=form.teacher_id.data,
            first_day=form.first_day.data,
            last_day=form.last_day.data,
            expires_at=now + timedelta(hours=form.hours.data),
            granted_by_id=self.request.identity.person_id,
            reason=form.reason.data,
            created_at=now,
        )


@view_config(
    route_name="lessons.terms",
    permission=UNLOCK.name,
    request_method="POST",
    decorator=idempotent,
)
def change_term(context: SchoolContext, request: Request) -> HTTPSeeOther:
    """POST: close a term for a class or for all; reopen one for a class, with a reason."""
    locks = Locks(context, request)
    term = request.dbsession.get(Term, _number(request, "term"))
    known = {c.id for c in locks.classes}
    class_id = _number(request, "class")
    if term is None or (class_id and class_id not in known):
        raise HTTPBadRequest
    if request.POST.get("act") == "reopen":
        _reopen(request, term, class_id)
    else:
        chosen = [class_id] if class_id else sorted(known)
        count = close_term(request.dbsession, request.actor, term, chosen, request.now)
        request.flash(_("Periodo chiuso per ${count} classi.", mapping={"count": count}))
    return HTTPSeeOther("/lessons/locks")


def _reopen(request: Request, term: Term, class_id: int) -> None:
    reason = str(request.POST.get("reason", "")).strip()[:LONGEST_REASON]
    if not reason:
        request.flash(_("Per riaprire un periodo serve un motivo."), "bad")
        return
    reopen_term(request.dbsession, request.actor, term, class_id, reason, request.now)
    request.flash(_("Il periodo è di nuovo aperto per questa classe."))


def _number(request: Request, name: str) -> int:
    number = whole_number(str(request.POST.get(name, "") or "0"))
    if number is None:
        raise HTTPBadRequest
    return number
