"""Pages of the school: validating, rejecting, accepting paper, and what waits for a teacher."""

from typing import Any

from registro_attendance import _
from registro_attendance.family.permissions import REOPEN, VALIDATE
from registro_attendance.justifications.access import (
    chosen,
    doer,
    items_of_page,
    school_party,
)
from registro_attendance.justifications.doing import Doer, Words
from registro_attendance.justifications.forms import DecideForm, NoteForm, WordsForm
from registro_attendance.justifications.items import Item
from registro_attendance.justifications.locked import LockedError
from registro_attendance.justifications.models import Justification
from registro_attendance.justifications.panel import words
from registro_attendance.justifications.policy import may_validate_now, policy_of
from registro_attendance.justifications.queue import absent_on
from registro_attendance.justifications.services import (
    AlreadyJustifiedError,
    CertificateMissingError,
    Validation,
    justify,
    reject,
    reopen,
    validate,
)
from registro_attendance.justifications.states import Act, ImpossibleError
from registro_attendance.justifications.views import list_path, row_of
from registro_attendance.own_children import refuse_own_child
from registro_attendance.reasons import Reason
from registro_core.api import (
    HTTPForbidden,
    HTTPNotFound,
    HTTPSeeOther,
    Request,
    StudentContext,
    Text,
    idempotent,
    path_id,
    view_config,
)

NOTE = "registro_attendance:justifications/templates/note.pt"
ALREADY = _("Nel frattempo è già stata esaminata o ritirata: non è cambiato nulla.")
NOT_BACK = _("Si convalida quando lo studente è tornato.")
NO_CERTIFICATE = _("Serve il certificato medico: spunta la casella quando lo hai visto.")


def _doer(request: Request, context: StudentContext) -> Doer:
    refuse_own_child(request, context.student.id)
    party = school_party(request, context)
    if party is None:
        raise HTTPForbidden
    return doer(request, party)


def _item_of(request: Request, context: StudentContext) -> Item | None:
    wanted = path_id(request, "justification_id")
    for item in items_of_page(request, context.student.id):
        if item.signed is not None and item.signed.id == wanted:
            return item
    return None


@view_config(
    route_name="attendance.justification.validate",
    permission=VALIDATE.name,
    request_method="POST",
)
def accept(context: StudentContext, request: Request) -> HTTPSeeOther:
    """Validate one justification."""
    acting = _doer(request, context)
    row = row_of(request, context)
    problem = _validate(context, request, acting, row)
    if problem is None:
        request.flash(_("Giustificazione convalidata."))
    else:
        request.flash(problem, "warn")
    return HTTPSeeOther(list_path(context.student.id))


def _validate(
    context: StudentContext, request: Request, acting: Doer, row: Justification
) -> Text | None:
    """Validate if it can be; else say why not."""
    form, item = DecideForm(request), _item_of(request, context)
    if item is None:
        return ALREADY
    away = absent_on(request.dbsession, [context.student.id], request.today)
    policy = policy_of(request.school_settings)
    if not may_validate_now(policy, item, request.today, absent_today=bool(away)):
        return NOT_BACK
    seen, certificate = form.version.data, form.certificate_seen.data
    one = Validation(row, seen, item.needs_certificate, certificate)
    try:
        validate(request.dbsession, acting, [one])
    except ImpossibleError:
        return ALREADY
    except LockedError as locked:
        return locked.message
    except CertificateMissingError:
        return NO_CERTIFICATE
    return None


@view_config(
    route_name="attendance.justification.reject",
    permission=VALIDATE.name,
    request_method=("GET", "POST"),
    renderer=NOTE,
)
def refuse(context: StudentContext, request: Request) -> Any:
    """Reject one justification with a word to the family."""
    return _with_note(context, request, Act.REJECT)


@view_config(
    route_name="attendance.justification.reopen",
    permission=REOPEN.name,
    request_method=("GET", "POST"),
    renderer=NOTE,
)
def open_again(context: StudentContext, request: Request) -> Any:
    """Undo a validation, with a reason: the head's office alone."""
    return _with_note(context, request, Act.REOPEN)


def _with_note(context: StudentContext, request: Request, act: Act) -> Any:
    acting = _doer(request, context)
    row = row_of(request, context)
    form = NoteForm(request, data={"version": row.version})
    if not form.submitted():
        request.response.status_int = 422 if request.method == "POST" else 200
        item = _item_of(request, context)
        if item is None:
            raise HTTPNotFound
        shown = {"student": context.student, "item": item, "form": form}
        return {**shown, "rejecting": act is Act.REJECT, **words(request)}
    service = reject if act is Act.REJECT else reopen
    try:
        service(request.dbsession, acting, row, form.note.data, form.version.data)
    except ImpossibleError:
        request.flash(ALREADY, "warn")
    except LockedError as locked:
        request.flash(locked.message, "warn")
    else:
        request.flash(DONE[act])
    return HTTPSeeOther(list_path(context.student.id))


DONE = {
    Act.REJECT: _("Giustificazione respinta: la famiglia riceve un avviso."),
    Act.REOPEN: _("Giustificazione riaperta."),
}


@view_config(
    route_name="attendance.justifications.paper",
    permission=VALIDATE.name,
    request_method="POST",
    decorator=idempotent,
)
def accept_paper(context: StudentContext, request: Request) -> HTTPSeeOther:
    """Record that the family justified on the paper booklet."""
    acting = _doer(request, context)
    form = WordsForm(request, data={"reason": Reason.FAMILY.value})
    reason = Reason(form.reason.data) if form.validate() else Reason.OTHER
    picked = chosen(items_of_page(request, context.student.id), request.POST.getall("item"))
    if not picked:
        request.flash(_("Scegli almeno un’assenza da giustificare."), "warn")
        return HTTPSeeOther(list_path(context.student.id))
    try:
        justify(request.dbsession, acting, picked, Words(reason))
    except AlreadyJustifiedError:
        request.flash(ALREADY, "warn")
    except LockedError as locked:
        request.flash(locked.message, "warn")
    else:
        request.flash(_("Giustificata sul libretto."))
    return HTTPSeeOther(list_path(context.student.id))
