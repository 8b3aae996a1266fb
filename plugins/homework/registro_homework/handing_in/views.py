"""Pages of handing in: the student's form, the teacher's list, one hand-in to give back."""

from typing import Any

from registro_core.api import (
    Conflict,
    HTTPSeeOther,
    Person,
    Request,
    check_version,
    idempotent,
    keep_files,
    view_config,
    view_defaults,
)
from registro_homework import _
from registro_homework.attached.services import files_handed_in
from registro_homework.contexts import AssignmentContext, DoingContext, HandInContext
from registro_homework.family.views import TEMPLATES as FAMILY_TEMPLATES
from registro_homework.family.views import thing_page
from registro_homework.handing_in.forms import HandInForm, ReturnForm
from registro_homework.handing_in.notices import tell_returned
from registro_homework.handing_in.services import (
    Given,
    give_back,
    hand_in,
    hand_in_of,
    hand_in_rows,
    is_late,
)
from registro_homework.models import HandIn
from registro_homework.permissions import DO, HAND_INS

TEMPLATES = "registro_homework:handing_in/templates/"


@view_config(
    route_name="homework.hand_in",
    permission=DO.name,
    request_method="POST",
    decorator=idempotent,
    renderer=f"{FAMILY_TEMPLATES}thing.pt",
)
def student_hands_in(context: DoingContext, request: Request) -> Any:
    """Store what the student hands in, also late; 409 with what was typed if it changed meanwhile."""
    path = f"/students/{context.student.id}/homework/{context.row.id}"
    if not context.row.hand_in or context.row.cancelled_at is not None:
        request.flash(_("Questo compito non si consegna qui."), "warn")
        return HTTPSeeOther(path)
    session, student_id = request.dbsession, context.student.id
    form = HandInForm(request)
    found = hand_in_of(session, context.row.id, student_id)
    form.has_files = found is not None and bool(files_handed_in(session, [found.id])[found.id])
    if not form.submitted():
        return _refuse(context, request, form, 422)
    assert request.identity is not None  # noqa: S101 - the page asks for a permission
    try:
        _check_seen(found, form.version.data)
        owner, store = request.identity.person_id, request.platform.files
        files = keep_files(session, store, form.files.uploads, owner, request.now)
        given = Given(form.text.data or "", tuple(files), form.version.data)
        hand_in(session, context.row, student_id, given, request.actor, request.now)
    except Conflict:
        found = hand_in_of(session, context.row.id, student_id)
        form.version.data = found.version if found else 0
        form.text.errors = [
            _("Intanto è cambiato: sopra vedi com’è adesso. Consegna di nuovo per sostituirlo.")
        ]
        return _refuse(context, request, form, 409)
    request.flash(_("Consegnato."))
    return HTTPSeeOther(path)


def _check_seen(found: HandIn | None, seen: int) -> None:
    """Before any file is kept; who saves at the same moment is found out when it is stored."""
    if (found.version if found else 0) != seen:
        raise Conflict("handed in, or given back, since the form was shown")


def _refuse(
    context: DoingContext, request: Request, form: HandInForm, status: int
) -> dict[str, Any]:
    request.response.status_int = status
    return thing_page(context, request, form)


@view_config(
    route_name="homework.hand_ins",
    permission=HAND_INS.name,
    request_method="GET",
    renderer=f"{TEMPLATES}list.pt",
)
def hand_ins(context: AssignmentContext, request: Request) -> dict[str, Any]:
    """Who handed in, who did not."""
    found = hand_in_rows(request.dbsession, context.row)
    return {
        "school_class": context.school_class,
        "row": context.row,
        "path": f"/classes/{context.row.class_id}/homework/{context.row.id}",
        "found": found,
        "arrived": sum(each.handed_in_at is not None for each in found),
    }


@view_defaults(
    route_name="homework.returning",
    permission=HAND_INS.name,
    renderer=f"{TEMPLATES}one.pt",
)
class ReturnViews:
    """One hand-in: reading it, giving it back."""

    def __init__(self, context: HandInContext, request: Request) -> None:
        self.context, self.request, self.found = context, request, context.hand_in
        row = context.row
        self.path = f"/classes/{row.class_id}/homework/{row.id}/hand-ins"

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """What was handed in, and the form."""
        data = {"comment": self.found.comment, "version": self.found.version}
        return self._page(ReturnForm(self.request, data=data))

    @view_config(request_method="POST")
    def save(self) -> Any:
        """Give it back, and tell the student and the family."""
        form = ReturnForm(self.request)
        if not form.submitted():
            self.request.response.status_int = 422
            return self._page(form)
        request, session = self.request, self.request.dbsession
        check_version(self.found, form.version.data)
        give_back(session, self.found, form.comment.data, request.actor, request.now)
        tell_returned(request, self.context.row, self.found)
        request.flash(_("Restituito."))
        return HTTPSeeOther(self.path)

    def _page(self, form: ReturnForm) -> dict[str, Any]:
        return {
            "school_class": self.context.school_class,
            "row": self.context.row,
            "student": self.request.dbsession.get_one(Person, self.found.student_id),
            "found": self.found,
            "late": is_late(self.found.handed_in_at, self.context.row.due_on),
            "files": files_handed_in(self.request.dbsession, [self.found.id])[self.found.id],
            "base": f"{self.path}/{self.found.id}/files",
            "path": self.path,
            "form": form,
        }
