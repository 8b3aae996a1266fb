"""Pages of the school: answering the requests of families."""

from typing import Any

from registro_attendance import _
from registro_attendance.family.permissions import DECIDE, DECISIONS, READ_TEXT
from registro_attendance.justifications.access import doer
from registro_attendance.justifications.forms import NoteForm, VersionForm
from registro_attendance.justifications.scope import class_scope
from registro_attendance.justifications.states import ImpossibleError, Party
from registro_attendance.own_children import for_colleagues, kin
from registro_attendance.permits.reading import count_requests, requests
from registro_attendance.permits.services import decide
from registro_attendance.permits.states import PermitAct
from registro_attendance.permits.views import permit_of
from registro_attendance.permits.wording import words
from registro_core.api import (
    HTTPSeeOther,
    Request,
    SchoolContext,
    StudentContext,
    page_of,
    view_config,
)

LIST = "/permits"
ALREADY = _("Nel frattempo è già stata esaminata o ritirata: non è cambiato nulla.")


@view_config(
    route_name="attendance.permits",
    permission=DECISIONS.name,
    request_method="GET",
    renderer="registro_attendance:permits/templates/requests.pt",
)
def show(context: SchoolContext, request: Request) -> dict[str, Any]:
    """Requests that wait, of the classes whose requests one answers."""
    scope = class_scope(request, context, DECIDE)
    session, today, own = request.dbsession, request.today, kin(request)
    page = page_of(request, count_requests(session, scope, today, own))
    rows = requests(session, scope, today, own, offset=page.offset, limit=page.size)
    return {
        "rows": rows,
        "page": page,
        "reads_text": request.allows(READ_TEXT.name, context),
        **words(request),
    }


@view_config(
    route_name="attendance.permit.approve",
    permission=DECIDE.name,
    request_method="POST",
    decorator=for_colleagues,
)
def approve(context: StudentContext, request: Request) -> HTTPSeeOther:
    """Grant a request."""
    form = VersionForm(request)
    return _decide(context, request, PermitAct.APPROVE, None, form.version.data)


@view_config(
    route_name="attendance.permit.reject",
    permission=DECIDE.name,
    request_method=("GET", "POST"),
    renderer="registro_attendance:permits/templates/answer.pt",
    decorator=for_colleagues,
)
def refuse(context: StudentContext, request: Request) -> Any:
    """Refuse a request, or take an approval back, with a word to the family."""
    row = permit_of(request, context)
    form = NoteForm(request, data={"version": row.version})
    if not form.submitted():
        request.response.status_int = 422 if request.method == "POST" else 200
        return {"student": context.student, "form": form}
    act = PermitAct.REVOKE if row.state == "approved" else PermitAct.REJECT
    return _decide(context, request, act, form.note.data, form.version.data)


def _decide(
    context: StudentContext, request: Request, act: PermitAct, note: str | None, seen: int
) -> HTTPSeeOther:
    row = permit_of(request, context)
    try:
        decide(request.dbsession, doer(request, Party.STAFF), row, act, note, seen)
    except ImpossibleError:
        request.flash(ALREADY, "warn")
    else:
        request.flash(_("Risposta inviata alla famiglia."))
    return HTTPSeeOther(LIST)
