"""A student's attendance: how much, how far from the limit, day by day."""

from typing import Any

from registro_attendance import _
from registro_attendance.day.stretches import Stretch, stretch_of
from registro_attendance.family.tabs import tabs
from registro_attendance.own_children import kin
from registro_attendance.pages.lines import Line, lines_of
from registro_attendance.permissions import ACKNOWLEDGE, MANAGE, READ, WRITE
from registro_attendance.removed import removed
from registro_attendance.statistics.facts import warning_shares
from registro_attendance.statistics.month import Month, month_of, read_month
from registro_attendance.statistics.services import rule_of, standings
from registro_attendance.warnings.receipts import confirm_read, receipts_of, warnings_of
from registro_attendance.warnings.services import SUBJECTS
from registro_core.api import (
    HTTPSeeOther,
    Removal,
    Request,
    SchoolYear,
    StudentContext,
    slots_of_days,
    view_config,
)

TEMPLATE = "registro_attendance:pages/templates/student.pt"


@view_config(
    route_name="attendance.student",
    permission=READ.name,
    request_method="GET",
    renderer=TEMPLATE,
)
def student(context: StudentContext, request: Request) -> dict[str, Any]:
    """The page, for families and for the school: whoever opens it sees the same figures."""
    session, school_class = request.dbsession, context.school_class
    year = session.get_one(SchoolYear, school_class.year_id)
    last = min(request.today, year.ends_on)
    standing = standings(
        session, [context.student.id], rule_of(year, request.school_settings), last
    )[context.student.id]
    lines = lines_of(session, [context.student.id], year.starts_on, year.ends_on)
    gone = removed(session, [context.student.id]).by_student.get(context.student.id, [])
    reader = request.identity.person_id if request.identity else None
    found = warnings_of(session, context.student.id, year.id, reader)
    own = context.student.id in kin(request)
    return {
        "student": context.student,
        "tabs": tabs(request, context),
        "school_class": school_class,
        "own": reader == context.student.id,
        "year": year,
        "standing": standing,
        "level": standing.level(*warning_shares(request.school_settings)),
        "lines": lines,
        "month": _month(context, request, year, lines, gone),
        "gone": gone,
        "today": request.today,
        "warnings": found,
        "subjects": SUBJECTS,
        "readers": _readers(context, request, year) if found else {},
        "may_confirm": any(w.addressed and w.seen_at is None for w in found),
        "may_write": not own and request.allows(WRITE.name),
        "may_manage": not own and request.allows(MANAGE.name),
    }


def _month(
    context: StudentContext,
    request: Request,
    year: SchoolYear,
    lines: list[Line],
    gone: list[Removal],
) -> Month:
    shown = min(max(request.today, year.starts_on), year.ends_on)
    first = read_month(request.GET.get("month", ""), shown)
    stretches: dict[Any, list[Stretch]] = {}
    for line in lines:
        stretch = stretch_of(line.kind, line.starts_at, line.ends_at)
        stretches.setdefault(line.day, []).append(stretch)
    month = month_of(first, stretches, set())
    last = month.weeks[-1][-1].day
    days = slots_of_days(request.dbsession, context.school_class, month.weeks[0][0].day, last)
    return month_of(first, stretches, set(days), gone)


def _readers(context: StudentContext, request: Request, year: SchoolYear) -> dict[int, list[str]]:
    if not request.allows(MANAGE.name):
        return {}
    return receipts_of(request.dbsession, context.student.id, year.id)


@view_config(
    route_name="attendance.student.read", permission=ACKNOWLEDGE.name, request_method="POST"
)
def confirm(context: StudentContext, request: Request) -> HTTPSeeOther:
    """The receipt for the early warnings of a student (A15)."""
    if confirm_read(request.dbsession, context.student.id, request.actor, request.now):
        request.flash(_("Grazie: la scuola sa che hai letto l’avviso."))
    return HTTPSeeOther(f"/students/{context.student.id}/attendance")
