"""Pages of the family: announcing an absence, asking for a late entry or an early exit."""

from datetime import date, timedelta
from typing import Any

from registro_attendance import _
from registro_attendance.family.permissions import REQUEST
from registro_attendance.family.tabs import tabs
from registro_attendance.justifications.access import doer, school_party, signs_for, year_start
from registro_attendance.justifications.confirm import confirmed
from registro_attendance.justifications.forms import VersionForm
from registro_attendance.justifications.states import ImpossibleError, Party
from registro_attendance.permissions import READ
from registro_attendance.permits.forms import PermitForm
from registro_attendance.permits.models import Permit, PermitKind
from registro_attendance.permits.notices import tell_coordinator
from registro_attendance.permits.reading import count_permits, permits_of
from registro_attendance.permits.rules import closing_of, deadline
from registro_attendance.permits.services import (
    AlreadyAskedError,
    RefusedError,
    ask,
    found,
    withdraw,
)
from registro_attendance.permits.states import PermitAct, may
from registro_attendance.permits.wording import words
from registro_attendance.pickup.reading import fetchers
from registro_attendance.school_days import school_days
from registro_core.api import (
    HTTPForbidden,
    HTTPNotFound,
    HTTPSeeOther,
    Request,
    StudentContext,
    Text,
    each_day,
    idempotent,
    page_of,
    path_id,
    view_config,
)

PAGE = "registro_attendance:permits/templates/page.pt"
PAGE_SIZE = 20
A_MONTH = timedelta(days=31)


def list_path(student_id: int) -> str:
    """Where a student's requests are."""
    return f"/students/{student_id}/permits"


def page(request: Request, context: StudentContext, form: PermitForm | None) -> dict[str, Any]:
    """What the page of requests shows; `form` None: the person signed in may not ask."""
    since = year_start(request)
    session, student_id = request.dbsession, context.student.id
    pages = page_of(request, count_permits(session, student_id, since), PAGE_SIZE)
    rows = permits_of(
        session, student_id, since, request.today, offset=pages.offset, limit=pages.size
    )
    party = Party.FAMILY if form is not None else school_party(request, context)
    return {
        "student": context.student,
        "rows": rows,
        "page": pages,
        "form": form,
        "tabs": tabs(request, context),
        "may_withdraw": lambda row: (
            form is not None
            and row.last_day >= request.today
            and may(row.state, PermitAct.WITHDRAW, Party.FAMILY)
        ),
        "may_decide": lambda row: party is Party.STAFF and may(row.state, PermitAct.APPROVE, party),
        **words(request),
    }


def form_for(request: Request, context: StudentContext) -> PermitForm:
    """The form, with those who may fetch the student today."""
    data = {
        "kind": PermitKind.ABSENCE.value,
        "reason": "family",
        "first_day": _next_day(context, request),
    }
    form = PermitForm(request, data=data)
    form.offer(fetchers(request.dbsession, [context.student.id], request.today))
    return form


def _next_day(context: StudentContext, request: Request) -> date:
    """The first day of school for which an absence may still be announced."""
    class_id = context.school_class.id
    calendar = school_days(request.dbsession, [class_id])
    closing = closing_of(request.school_settings)
    for day in each_day(request.today, request.today + A_MONTH):
        slots = calendar.slots(class_id, day)
        if slots and request.now <= deadline(closing, PermitKind.ABSENCE, day, slots[0].starts_at):
            return day
    today: date = request.today
    return today


@view_config(
    route_name="attendance.permits.student",
    permission=READ.name,
    request_method="GET",
    renderer=PAGE,
)
def show(context: StudentContext, request: Request) -> dict[str, Any]:
    """Requests of this year, and the form for another."""
    signs = signs_for(request, context)
    return page(request, context, form_for(request, context) if signs else None)


@view_config(
    route_name="attendance.permits.student",
    permission=REQUEST.name,
    request_method="POST",
    renderer=PAGE,
    decorator=(idempotent, confirmed),
)
def send(context: StudentContext, request: Request) -> Any:
    """Ask; the coordinator is told."""
    if not signs_for(request, context):
        raise HTTPForbidden
    form = form_for(request, context)
    try:
        sent = form.submitted() and _asked(context, request, form)
    except AlreadyAskedError as error:
        request.flash(_already_asked(request, error), "info")
        return HTTPSeeOther(list_path(context.student.id))
    if sent:
        request.flash(_("Richiesta inviata. Puoi ritirarla qui sotto."))
        return HTTPSeeOther(list_path(context.student.id))
    request.response.status_int = 422
    return page(request, context, form)


def _already_asked(request: Request, error: AlreadyAskedError) -> Text:
    """Who asked before, and that one request is enough."""
    at = request.fmt.instant(error.at, "d MMMM")
    if error.person_id == request.actor.person_id:
        return _("L’hai già chiesto (${at}): una volta basta, lo trovi qui.", mapping={"at": at})
    who = {"name": error.name, "at": at}
    return _("${name} l’ha già chiesto (${at}): non serve rifarlo, lo trovi qui.", mapping=who)


def _asked(context: StudentContext, request: Request, form: PermitForm) -> bool:
    """Store the request, or put what forbids it at its field."""
    wish, acting, session = form.wish(), doer(request, Party.FAMILY), request.dbsession
    school_class = context.class_on(wish.first_day)
    if school_class is None:
        form.first_day.errors = [_("Quel giorno lo studente non è in nessuna classe.")]
        return False
    slots = school_days(session, [school_class.id]).slots(school_class.id, wish.first_day)
    if not slots and wish.first_day == wish.last_day:
        form.first_day.errors = [_("Quel giorno non c’è lezione.")]
        return False
    start = slots[0].starts_at if slots else None
    limit = deadline(closing_of(request.school_settings), wish.kind, wish.first_day, start)
    try:
        row = ask(session, acting, context.student, wish, limit)
    except RefusedError as refused:
        form[refused.field].errors = [refused.message]
        return False
    _tell(request, context, row)
    return True


def _tell(request: Request, context: StudentContext, row: Permit) -> None:
    name = f"{context.student.given_name} {context.student.surname}"
    class_id = context.school_class.id
    tell_coordinator(request.dbsession, doer(request, Party.FAMILY), row, class_id, name)


@view_config(
    route_name="attendance.permit.withdraw",
    permission=REQUEST.name,
    request_method="POST",
    decorator=confirmed,
)
def take_back(context: StudentContext, request: Request) -> HTTPSeeOther:
    """Withdraw a request."""
    if not signs_for(request, context):
        raise HTTPForbidden
    row = permit_of(request, context)
    form = VersionForm(request)
    try:
        withdraw(request.dbsession, doer(request, Party.FAMILY), row, form.version.data)
    except ImpossibleError:
        request.flash(_("Nel frattempo la scuola ha risposto: non è cambiato nulla."), "warn")
    else:
        request.flash(_("Richiesta ritirata."))
    return HTTPSeeOther(list_path(context.student.id))


def permit_of(request: Request, context: StudentContext) -> Permit:
    """The permit of the address, of this student; raise HTTPNotFound."""
    row = found(request.dbsession, context.student.id, path_id(request, "permit_id"))
    if row is None:
        raise HTTPNotFound
    return row
