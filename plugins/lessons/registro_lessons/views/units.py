"""The ledger of units: everybody's for head and office, one's own for a teacher (L10)."""

from typing import Any
from urllib.parse import urlencode

from registro_core.api import (
    Relation,
    Request,
    SchoolContext,
    csv_response,
    page_of,
    view_config,
)
from registro_lessons import _
from registro_lessons.permissions import UNITS
from registro_lessons.services.names import teachers
from registro_lessons.services.units import NOTHING, UnitRules, units
from registro_lessons.settings import HOUR_MINUTES, RECOVER
from registro_lessons.views.missing import asked_id, period

HEAD = (
    _("Docente"),
    _("Settimana dal"),
    _("Previste"),
    _("Svolte"),
    _("Supplenze"),
    _("Differenza"),
    _("Minuti da recuperare"),
)
SEE_ALL = frozenset({Relation.HEAD, Relation.DEPUTY, Relation.OFFICE})


@view_config(
    route_name="lessons.units",
    permission=UNITS.name,
    request_method="GET",
    renderer="registro_lessons:templates/units.pt",
)
def show(context: SchoolContext, request: Request) -> Any:
    """GET: units per teacher and week in a period; `format=csv` to download."""
    everybody = not SEE_ALL.isdisjoint(context.relations(request.identity))
    teacher_id = asked_id(request, "teacher") if everybody else request.identity.person_id
    first, last = period(request, whole_year=teacher_id is not None)
    settings = request.school_settings
    rules = UnitRules(settings.integer(HOUR_MINUTES), settings.boolean(RECOVER))
    weeks = units(request.dbsession, first, last, rules, teacher_id=teacher_id)
    if request.GET.get("format") == "csv":
        rows = [
            (w.teacher, w.monday, w.planned, w.taught, w.supply, w.difference, w.to_recover)
            for w in weeks
        ]
        return csv_response("unita-orarie.csv", [request.translate(t) for t in HEAD], rows)
    page = page_of(request, len(weeks))
    return {
        "everybody": everybody,
        "first": first,
        "last": last,
        "weeks": weeks[page.offset : page.offset + page.size],
        "total": sum((w.difference for w in weeks), start=NOTHING),
        "page": page,
        "recover": rules.recover,
        "teachers": teachers(request.dbsession) if everybody else [],
        "asked_teacher": teacher_id,
        "csv_path": f"{request.path}?{urlencode([*request.GET.items(), ('format', 'csv')])}",
    }
