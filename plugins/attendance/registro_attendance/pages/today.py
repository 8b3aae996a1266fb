"""The day's rolls: where a teacher calls them, and what the head watches."""

from typing import Any

from registro_attendance import _
from registro_attendance.permissions import ROLL, SCHOOL
from registro_attendance.settings import ROLL_DUE
from registro_attendance.statistics.today import ClassDay, class_days
from registro_core.api import (
    Card,
    MenuItem,
    Request,
    SchoolContext,
    markup,
    school_time,
    view_config,
    year_of,
)

PATH = "/attendance"
TEMPLATES = "registro_attendance:pages/templates/"


def whole_school(request: Request) -> bool:
    """Whether the person signed in watches the rolls of all classes."""
    return request.allows(SCHOOL.name, SchoolContext(request))


def keeps_timetable(request: Request) -> bool:
    """Whether a plugin leads teachers to their lessons; the roll is then called from there."""
    plugins = request.platform.plugins
    return any(plugins.implements(each, "registro_scheduled_lessons") for each in plugins.loaded)


def days_for(request: Request, *, everything: bool) -> list[ClassDay]:
    """Today's classes of the school, or those the person signed in teaches."""
    year = year_of(request.dbsession, request.today)
    if year is None or request.identity is None:
        return []
    mine = None if everything else request.identity.class_ids
    return class_days(request.dbsession, year.id, request.today, mine)


@view_config(
    route_name="attendance.today",
    permission=ROLL.name,
    request_method="GET",
    renderer=f"{TEMPLATES}today.pt",
)
@view_config(
    route_name="attendance.school",
    permission=SCHOOL.name,
    request_method="GET",
    renderer=f"{TEMPLATES}today.pt",
)
def today(request: Request) -> dict[str, Any]:
    """The classes with today's rolls; `?missing=1` only those without any yet."""
    everything = request.path != PATH
    days = days_for(request, everything=everything)
    missing = request.GET.get("missing") == "1"
    return {
        "days": [each for each in days if not (missing and each.called)],
        "missing": missing,
        "everything": everything,
        "at": school_time(request.now),
        "due": request.school_settings.time(ROLL_DUE.name),
        "today": request.today,
    }


def menu_items(request: Request) -> list[MenuItem]:
    """Teachers without a timetable find their rolls here; the head finds everybody's."""
    if whole_school(request):
        return [MenuItem(20, _("Presenze di oggi"), f"{PATH}/school", "it-check-circle")]
    teaches = bool(request.identity and request.identity.class_ids)
    if not teaches or keeps_timetable(request):
        return []
    return [MenuItem(20, _("Appello"), PATH, "it-check-circle", on_phone_bar=True)]


def home_cards(request: Request) -> list[Card]:
    """For the head: rolls that are missing and classes half empty. For teachers: their rolls."""
    identity = request.identity
    if identity is None:
        return []
    everything = whole_school(request)
    if not everything and (not identity.class_ids or keeps_timetable(request)):
        return []
    days = days_for(request, everything=everything)
    at, due = school_time(request.now), request.school_settings.time(ROLL_DUE.name)
    html = markup(
        request,
        f"{TEMPLATES}{'school_card' if everything else 'rolls_card'}.pt",
        days=days,
        overdue=[each for each in days if each.overdue(at, due)],
        peaks=[each for each in days if each.peak],
        absent=sum(each.absent for each in days),
        students=sum(each.students for each in days),
        at=at,
        due=due,
        today=request.today,
    )
    return [Card(5, "attendance-rolls", html)]
