"""Pages of evacuations: the sheet of a class, its record, and the whole school."""

from typing import Any

from sqlalchemy import select

from registro_attendance import _
from registro_attendance.evacuation.forms import DRILL, SheetForm
from registro_attendance.evacuation.models import Evacuation, Outcome
from registro_attendance.evacuation.services import (
    Particulars,
    SheetRow,
    missing_today,
    overview,
    rows_of,
    save,
    sheet,
)
from registro_attendance.family.permissions import EVACUATE, EVACUATIONS
from registro_core.api import (
    ClassContext,
    HTTPBadRequest,
    HTTPNotFound,
    HTTPSeeOther,
    Person,
    Request,
    SchoolContext,
    idempotent,
    path_id,
    view_config,
    year_of,
)

SHEET = "registro_attendance:evacuation/templates/sheet.pt"
OUTCOMES = {
    Outcome.SAFE: _("Presente"),
    Outcome.MISSING: _("Disperso"),
    Outcome.INJURED: _("Ferito"),
    Outcome.NOT_AT_SCHOOL: _("Non era a scuola"),
}


def _page(
    context: ClassContext, rows: list[SheetRow], form: SheetForm, chosen: dict[int, Outcome]
) -> dict[str, Any]:
    return {
        "school_class": context.school_class,
        "rows": rows,
        "form": form,
        "chosen": lambda row: chosen.get(
            row.student_id, Outcome.MISSING if row.expected else Outcome.NOT_AT_SCHOOL
        ),
        "outcomes": OUTCOMES,
        "expected": sum(row.expected for row in rows),
    }


@view_config(
    route_name="attendance.evacuation",
    permission=EVACUATE.name,
    request_method="GET",
    renderer=SHEET,
)
def show(context: ClassContext, request: Request) -> dict[str, Any]:
    """The sheet, from live presences: on a phone, or printed and filled by hand."""
    rows = sheet(request.dbsession, context.school_class.id, request.now)
    return _page(context, rows, SheetForm(request), {})


@view_config(
    route_name="attendance.evacuation",
    permission=EVACUATE.name,
    request_method="POST",
    renderer=SHEET,
    decorator=idempotent,
)
def fill(context: ClassContext, request: Request) -> Any:
    """Save the sheet as a record."""
    session, class_id = request.dbsession, context.school_class.id
    rows, form = sheet(session, class_id, request.now), SheetForm(request)
    outcomes = _outcomes(request, rows)
    if not form.submitted():
        request.response.status_int = 422
        return _page(context, rows, form, outcomes)
    particulars = Particulars(form.kind.data == DRILL, form.assembly_point.data, form.note.data)
    record = save(session, class_id, rows, outcomes, particulars, request.actor, request.now)
    request.flash(_("Modulo di evacuazione salvato."))
    return HTTPSeeOther(f"/classes/{class_id}/evacuation/{record.id}")


def _outcomes(request: Request, rows: list[SheetRow]) -> dict[int, Outcome]:
    outcomes = {}
    for row in rows:
        typed = request.POST.get(f"student-{row.student_id}")
        if typed is not None:
            try:
                outcomes[row.student_id] = Outcome(typed)
            except ValueError:
                raise HTTPBadRequest from None
    return outcomes


@view_config(
    route_name="attendance.evacuation.record",
    permission=EVACUATIONS.name,
    request_method="GET",
    renderer="registro_attendance:evacuation/templates/record.pt",
)
def record_page(context: ClassContext, request: Request) -> dict[str, Any]:
    """A saved sheet, to print and sign."""
    statement = select(Evacuation).where(
        Evacuation.id == path_id(request, "evacuation_id"),
        Evacuation.class_id == context.school_class.id,
    )
    record = request.dbsession.scalars(statement).first()
    if record is None:
        raise HTTPNotFound
    rows = rows_of(request.dbsession, record.id)
    saver = request.dbsession.get(Person, record.saved_by) if record.saved_by else None
    return {
        "school_class": context.school_class,
        "record": record,
        "rows": rows,
        "missing": [row for row in rows if row.outcome is Outcome.MISSING],
        "injured": [row for row in rows if row.outcome is Outcome.INJURED],
        "outcomes": OUTCOMES,
        "saver": f"{saver.given_name} {saver.surname}" if saver else "",
    }


@view_config(
    route_name="attendance.evacuations",
    permission=EVACUATIONS.name,
    request_method="GET",
    renderer="registro_attendance:evacuation/templates/school.pt",
)
def school(_context: SchoolContext, request: Request) -> dict[str, Any]:
    """Every class: how many are expected, who sent the sheet, who is missing."""
    session = request.dbsession
    year = year_of(session, request.today)
    return {
        "lines": overview(session, year.id, request.now) if year else [],
        "missing": missing_today(session, request.today),
    }
