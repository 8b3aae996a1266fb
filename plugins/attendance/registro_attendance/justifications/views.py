"""Pages of the family: what to justify, and what was sent."""

from typing import Any

from markupsafe import Markup

from registro_attendance import _
from registro_attendance.family.permissions import JUSTIFY
from registro_attendance.family.tabs import tabs
from registro_attendance.justifications.access import (
    chosen,
    doer,
    items_of_page,
    signs_for,
)
from registro_attendance.justifications.confirm import confirmed
from registro_attendance.justifications.doing import Words
from registro_attendance.justifications.forms import EditForm, VersionForm, WordsForm
from registro_attendance.justifications.locked import LockedError
from registro_attendance.justifications.models import Justification
from registro_attendance.justifications.panel import panel, words
from registro_attendance.justifications.services import (
    AlreadyJustifiedError,
    edit,
    found,
    justify,
    withdraw,
)
from registro_attendance.justifications.states import ImpossibleError, Party
from registro_attendance.permissions import READ
from registro_attendance.reasons import Reason
from registro_core.api import (
    HTTPForbidden,
    HTTPNotFound,
    HTTPSeeOther,
    Request,
    StudentContext,
    idempotent,
    path_id,
    view_config,
)

PAGE = "registro_attendance:justifications/templates/page.pt"
EDIT = "registro_attendance:justifications/templates/edit.pt"


def list_path(student_id: int) -> str:
    """Where a student's justifications are."""
    return f"/students/{student_id}/justifications"


def _page(context: StudentContext, request: Request, markup: Markup) -> dict[str, Any]:
    return {"student": context.student, "panel": markup, "tabs": tabs(request, context)}


@view_config(
    route_name="attendance.justifications",
    permission=READ.name,
    request_method="GET",
    renderer=PAGE,
)
def show(context: StudentContext, request: Request) -> dict[str, Any]:
    """What there is to justify, and what was."""
    return _page(context, request, panel(request, context))


@view_config(
    route_name="attendance.justifications",
    permission=JUSTIFY.name,
    request_method="POST",
    renderer=PAGE,
    decorator=(idempotent, confirmed),
)
def send(context: StudentContext, request: Request) -> Any:
    """Justify the ticked items, all or none; a second parent is told of the first."""
    _must_sign(request, context)
    form = WordsForm(request)
    keys = request.POST.getall("item")
    items = items_of_page(request, context.student.id)
    picked = chosen(items, keys)
    if not form.submitted() or not picked:
        if not picked:
            request.flash(_("Scegli almeno un’assenza da giustificare."), "warn")
        request.response.status_int = 422
        markup = panel(request, context, form=form, ticked=keys, items=items)
        return _page(context, request, markup)
    words_ = Words(Reason(form.reason.data), form.text.data)
    try:
        justify(request.dbsession, doer(request, Party.FAMILY), picked, words_)
    except AlreadyJustifiedError as error:
        _tell_first(request, error)
    except LockedError as locked:
        request.flash(locked.message, "warn")
    else:
        request.flash(
            _("Giustificazione inviata. Puoi cambiarla finché un docente non la convalida.")
        )
    return HTTPSeeOther(list_path(context.student.id))


def _tell_first(request: Request, error: AlreadyJustifiedError) -> None:
    who = {
        "name": error.signed.signed_by_name,
        "at": request.fmt.instant(error.signed.signed_at, "d MMMM"),
    }
    text = _("Già giustificata da ${name} (${at}): non è cambiato nulla.", mapping=who)
    request.flash(text, "warn")


@view_config(
    route_name="attendance.justification",
    permission=JUSTIFY.name,
    request_method=("GET", "POST"),
    renderer=EDIT,
    decorator=confirmed,
)
def change(context: StudentContext, request: Request) -> Any:
    """Change reason and words of what was sent, until a teacher validates it (J2)."""
    _must_sign(request, context)
    row = row_of(request, context)
    form = EditForm(request, obj=row)
    if not form.submitted():
        request.response.status_int = 422 if request.method == "POST" else 200
        return {"student": context.student, "row": row, "form": form, **words(request)}
    words_ = Words(Reason(form.reason.data), form.text.data)
    try:
        edit(request.dbsession, doer(request, Party.FAMILY), row, words_, form.version.data)
    except ImpossibleError:
        request.flash(TOO_LATE, "warn")
    except LockedError as locked:
        request.flash(locked.message, "warn")
    else:
        request.flash(_("Giustificazione modificata."))
    return HTTPSeeOther(list_path(context.student.id))


TOO_LATE = _("Un docente l’ha già esaminata: non si può più cambiare.")


@view_config(
    route_name="attendance.justification.withdraw",
    permission=JUSTIFY.name,
    request_method="POST",
    decorator=confirmed,
)
def take_back(context: StudentContext, request: Request) -> HTTPSeeOther:
    """Undo, until a teacher validates it (J2): the events are open again."""
    _must_sign(request, context)
    row = row_of(request, context)
    form = VersionForm(request)
    try:
        withdraw(request.dbsession, doer(request, Party.FAMILY), row, form.version.data)
    except ImpossibleError:
        request.flash(TOO_LATE, "warn")
    except LockedError as locked:
        request.flash(locked.message, "warn")
    else:
        request.flash(_("Giustificazione annullata."))
    return HTTPSeeOther(list_path(context.student.id))


def row_of(request: Request, context: StudentContext) -> Justification:
    """The justification of the address, of this student; raise HTTPNotFound."""
    row = found(request.dbsession, context.student.id, path_id(request, "justification_id"))
    if row is None:
        raise HTTPNotFound
    return row


def _must_sign(request: Request, context: StudentContext) -> None:
    if not signs_for(request, context):
        raise HTTPForbidden
