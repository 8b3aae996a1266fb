"""Pages of pick-up: the family's list of delegates, going home alone, the office's approval."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from registro_attendance import _
from registro_attendance.family.permissions import APPROVE_DELEGATE, DELEGATE, PICKUP_READ
from registro_attendance.family.settings import (
    AUTONOMOUS_EXIT_LASTS,
    DELEGATES_NEED_APPROVAL,
    FOR_THE_YEAR,
)
from registro_attendance.family.tabs import tabs
from registro_attendance.justifications.access import doer
from registro_attendance.justifications.confirm import confirmed
from registro_attendance.justifications.forms import VersionForm
from registro_attendance.justifications.states import ImpossibleError, Party
from registro_attendance.own_children import for_colleagues, kin
from registro_attendance.pickup.forms import AloneForm, DecideDelegateForm, DelegateForm
from registro_attendance.pickup.models import Delegate, DelegateState
from registro_attendance.pickup.reading import fetchers
from registro_attendance.pickup.rules import needs_authorisation
from registro_attendance.pickup.services import (
    STANDING,
    Trust,
    decide,
    delegate,
    end_leave,
    found,
    let_go_alone,
    revoke,
    standing_leave,
)
from registro_core.api import (
    HTTPForbidden,
    HTTPNotFound,
    HTTPSeeOther,
    Request,
    StudentContext,
    idempotent,
    is_adult,
    path_id,
    view_config,
    year_of,
)

PAGE = "registro_attendance:pickup/templates/page.pt"
STATES = {
    DelegateState.REQUESTED: _("In attesa della segreteria"),
    DelegateState.APPROVED: _("Valida"),
    DelegateState.REJECTED: _("Non approvata"),
    DelegateState.REVOKED: _("Revocata"),
}
CHANGED = _("Nel frattempo è già cambiata: controlla l’elenco.")


def list_path(student_id: int) -> str:
    """Where a student's pick-up is."""
    return f"/students/{student_id}/pickup"


def _page(
    context: StudentContext, request: Request, form: DelegateForm, alone: AloneForm
) -> dict[str, Any]:
    session, student = request.dbsession, context.student
    rows = session.scalars(
        select(Delegate)
        .where(Delegate.student_id == student.id, Delegate.ends_on >= request.today)
        .order_by(Delegate.starts_on, Delegate.id)
    ).all()
    guardian = request.allows(DELEGATE.name, context)
    return {
        "student": student,
        "tabs": tabs(request, context),
        "fetchers": fetchers(session, [student.id], request.today),
        "delegates": [row for row in rows if row.state is not DelegateState.REVOKED],
        "states": STATES,
        "may_revoke": lambda row: guardian and row.state in STANDING,
        "may_decide": lambda row: (
            row.state is DelegateState.REQUESTED and _decides(context, request)
        ),
        "form": form if guardian and not is_adult(student.birth_date, request.today) else None,
        "alone_form": alone if guardian else None,
        "leave": standing_leave(session, student.id, request.today),
        "young": needs_authorisation(student.birth_date, request.today),
    }


def _decides(context: StudentContext, request: Request) -> bool:
    own = context.student.id in kin(request)
    return not own and request.allows(APPROVE_DELEGATE.name, context)


def _form(request: Request) -> DelegateForm:
    return DelegateForm(request, data={"starts_on": request.today})


@view_config(
    route_name="attendance.pickup",
    permission=PICKUP_READ.name,
    request_method="GET",
    renderer=PAGE,
)
def show(context: StudentContext, request: Request) -> dict[str, Any]:
    """Who may fetch the student, and whether they go home alone."""
    return _page(context, request, _form(request), AloneForm(request))


@view_config(
    route_name="attendance.pickup",
    permission=DELEGATE.name,
    request_method="POST",
    renderer=PAGE,
    decorator=(idempotent, confirmed),
)
def add(context: StudentContext, request: Request) -> Any:
    """Delegate somebody."""
    if is_adult(context.student.birth_date, request.today):
        raise HTTPForbidden
    form = _form(request)
    trust = _trusted(request, form) if form.submitted() else None
    if trust is None:
        request.response.status_int = 422
        return _page(context, request, form, AloneForm(request))
    needs = request.school_settings.boolean(DELEGATES_NEED_APPROVAL.name)
    acting = doer(request, Party.FAMILY)
    delegate(request.dbsession, acting, context.student.id, trust, needs_approval=needs)
    request.flash(_("Delega inviata alla segreteria.") if needs else _("Delega registrata."))
    return HTTPSeeOther(list_path(context.student.id))


def _trusted(request: Request, form: DelegateForm) -> Trust | None:
    """What was typed; without a last day it ends with the school year. None: that is over."""
    trust = form.trust()
    year = year_of(request.dbsession, request.today)
    if trust.ends_on is None and year is not None:
        trust = replace(trust, ends_on=year.ends_on)
    if trust.ends_on is not None and trust.ends_on >= trust.starts_on:
        return trust
    form.starts_on.errors = [
        _("È dopo la fine dell’anno scolastico: indica anche l’ultimo giorno.")
    ]
    return None


def _delegate_of(context: StudentContext, request: Request) -> Delegate:
    row = found(request.dbsession, context.student.id, path_id(request, "delegate_id"))
    if row is None:
        raise HTTPNotFound
    return row


@view_config(
    route_name="attendance.pickup.revoke",
    permission=DELEGATE.name,
    request_method="POST",
    decorator=confirmed,
)
def take_back(context: StudentContext, request: Request) -> HTTPSeeOther:
    """Revoke a delegation: either parent may."""
    row, form = _delegate_of(context, request), VersionForm(request)
    try:
        revoke(request.dbsession, doer(request, Party.FAMILY), row, form.version.data)
    except ImpossibleError:
        request.flash(CHANGED, "warn")
    else:
        request.flash(_("Delega revocata."))
    return HTTPSeeOther(list_path(context.student.id))


@view_config(
    route_name="attendance.pickup.decide",
    permission=APPROVE_DELEGATE.name,
    request_method="POST",
    decorator=for_colleagues,
)
def answer(context: StudentContext, request: Request) -> HTTPSeeOther:
    """Approve a delegation, or not."""
    row, form = _delegate_of(context, request), DecideDelegateForm(request)
    acting = doer(request, Party.STAFF)
    try:
        decide(request.dbsession, acting, row, form.version.data, approve=form.approve.data)
    except ImpossibleError:
        request.flash(CHANGED, "warn")
    else:
        request.flash(_("Risposta inviata alla famiglia."))
    return HTTPSeeOther(list_path(context.student.id))


@view_config(
    route_name="attendance.pickup.alone",
    permission=DELEGATE.name,
    request_method="POST",
    renderer=PAGE,
    decorator=(idempotent, confirmed),
)
def alone(context: StudentContext, request: Request) -> Any:
    """Let the student go home alone at the end of lessons (E2)."""
    form = AloneForm(request)
    if not form.submitted():
        request.response.status_int = 422
        return _page(context, request, DelegateForm(request), form)
    year = year_of(request.dbsession, request.today)
    for_the_year = request.school_settings.text(AUTONOMOUS_EXIT_LASTS.name) == FOR_THE_YEAR
    ends_on = year.ends_on if year and for_the_year else None
    try:
        let_go_alone(request.dbsession, doer(request, Party.FAMILY), context.student.id, ends_on)
    except ImpossibleError:
        request.flash(CHANGED, "warn")
    else:
        request.flash(_("Uscita autonoma autorizzata."))
    return HTTPSeeOther(list_path(context.student.id))


@view_config(
    route_name="attendance.pickup.alone.revoke",
    permission=DELEGATE.name,
    request_method="POST",
    decorator=confirmed,
)
def no_longer_alone(context: StudentContext, request: Request) -> HTTPSeeOther:
    """Revoke the leave to go home alone: either parent may."""
    form, session = VersionForm(request), request.dbsession
    row = standing_leave(session, context.student.id, request.today)
    if row is None:
        request.flash(CHANGED, "warn")
    else:
        end_leave(session, doer(request, Party.FAMILY), row, form.version.data)
        request.flash(_("Uscita autonoma revocata."))
    return HTTPSeeOther(list_path(context.student.id))
