"""The desk: search a student, the time, who picks up; and who leaves today."""

from datetime import time
from typing import Any

from registro_attendance import _
from registro_attendance.family.permissions import DESK
from registro_attendance.justifications.access import doer
from registro_attendance.justifications.queue import absent_on
from registro_attendance.justifications.scope import class_scope
from registro_attendance.justifications.states import Party
from registro_attendance.own_children import kin, refuse_own_child
from registro_attendance.permits.desk import DeskContext, Found, search, student_of
from registro_attendance.permits.forms import DeskForm
from registro_attendance.permits.leaving import AtTheDoor, record
from registro_attendance.permits.models import Permit, PermitKind
from registro_attendance.permits.reading import PermitRow, standing_on
from registro_attendance.permits.services import RefusedError, grant_at_desk, note_document
from registro_attendance.permits.states import PermitState
from registro_attendance.permits.wording import announced, words
from registro_attendance.pickup.reading import fetchers
from registro_attendance.school_days import school_days
from registro_attendance.settings import SHORT_LATE
from registro_core.api import (
    HTTPNotFound,
    HTTPSeeOther,
    Person,
    Request,
    SchoolContext,
    idempotent,
    is_adult,
    school_time,
    view_config,
    whole_number,
)

PATH = "/desk"
PAGE = "registro_attendance:permits/templates/desk.pt"


def _scope(request: Request) -> frozenset[int] | None:
    return class_scope(request, SchoolContext(request), DESK)


def _today(request: Request) -> list[PermitRow]:
    scope = _scope(request)
    return [
        row
        for row in standing_on(request.dbsession, request.today)
        if row.kind is not PermitKind.ABSENCE and (scope is None or row.class_id in scope)
    ]


def _page(request: Request, student: Found | None, form: DeskForm | None) -> dict[str, Any]:
    asked = request.GET.get("q", "")[:80]
    return {
        "q": asked,
        "hits": search(request.dbsession, asked, _scope(request), request.today),
        "chosen": student,
        "form": form,
        "adult": student is not None and is_adult(student.birth_date, request.today),
        "rows": _today(request),
        "own": kin(request),
        "announced": announced,
        **words(request),
    }


def _form(request: Request, student: Found) -> DeskForm:
    data = {
        "kind": PermitKind.EARLY_EXIT.value,
        "reason": "family",
        "at": school_time(request.now),
    }
    form = DeskForm(request, data=data)
    form.offer(fetchers(request.dbsession, [student.id], request.today))
    return form


def _chosen(request: Request, text: str) -> Found:
    student, number = None, whole_number(text)
    if number is not None:
        student = student_of(request.dbsession, number, _scope(request), request.today)
    if student is None:
        raise HTTPNotFound
    refuse_own_child(request, student.id)
    return student


@view_config(
    route_name="attendance.desk", permission=DESK.name, request_method="GET", renderer=PAGE
)
def show(_context: DeskContext, request: Request) -> dict[str, Any]:
    """The search, the form for the student chosen, and today's exits."""
    wanted = request.GET.get("student")
    if wanted is None:
        return _page(request, None, None)
    student = _chosen(request, wanted)
    return _page(request, student, _form(request, student))


@view_config(
    route_name="attendance.desk",
    permission=DESK.name,
    request_method="POST",
    renderer=PAGE,
    decorator=idempotent,
)
def grant(_context: DeskContext, request: Request) -> Any:
    """Give the permit; who leaves or enters now is recorded at once."""
    student = _chosen(request, request.POST.get("student", ""))
    form = _form(request, student)
    if form.submitted() and _granted(request, student, form):
        request.flash(_("Permesso registrato per ${name}.", mapping={"name": student.name}))
        return HTTPSeeOther(PATH)
    request.response.status_int = 422
    return _page(request, student, form)


def _granted(request: Request, student: Found, form: DeskForm) -> bool:
    session, acting = request.dbsession, doer(request, Party.STAFF)
    person = session.get_one(Person, student.id)
    away = absent_on(session, [student.id], request.today)
    try:
        row = grant_at_desk(session, acting, person, form.wish(request.today), absent=bool(away))
    except RefusedError as refused:
        form[refused.field].errors = [refused.message]
        return False
    if row.at is not None and row.at <= school_time(request.now):
        _record(request, row, student.class_id, row.at)
    return True


def _record(request: Request, row: Permit, class_id: int, at: time) -> None:
    slots = school_days(request.dbsession, [class_id]).slots(class_id, request.today)
    door = AtTheDoor(
        row.student_id,
        class_id,
        request.today,
        at,
        row.kind,
        slots,
        request.school_settings.integer(SHORT_LATE.name),
    )
    record(request.dbsession, doer(request, Party.STAFF), door)


@view_config(route_name="attendance.desk.leave", permission=DESK.name, request_method="POST")
def leave(_context: DeskContext, request: Request) -> HTTPSeeOther:
    """Who was allowed to leave or enter later does so now (E1, E3)."""
    wanted = request.POST.get("permit", "")
    row = next((each for each in _today(request) if str(each.id) == wanted), None)
    if row is None or row.class_id is None or row.state is not PermitState.APPROVED:
        raise HTTPNotFound
    refuse_own_child(request, row.student_id)
    session, acting = request.dbsession, doer(request, Party.STAFF)
    permit = session.get_one(Permit, row.id)
    away = absent_on(session, [row.student_id], request.today)
    try:
        note_document(
            session,
            acting,
            permit,
            session.get_one(Person, row.student_id),
            request.POST.get("document", ""),
            absent=bool(away),
        )
    except RefusedError as refused:
        request.flash(refused.message, "warn")
        return HTTPSeeOther(PATH)
    _record(request, permit, row.class_id, school_time(request.now))
    request.flash(_("Registrato: ${name}.", mapping={"name": row.student_name}))
    return HTTPSeeOther(PATH)
