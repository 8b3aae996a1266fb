"""Who has not signed: everybody's hours for the head, one's own for a teacher."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from registro_core.api import (
    Card,
    Request,
    SchoolContext,
    csv_response,
    markup,
    page_of,
    view_config,
    whole_number,
    year_of,
)
from registro_lessons import _
from registro_lessons.permissions import MISSING, MONITOR
from registro_lessons.services.elsewhere import classes_of_year
from registro_lessons.services.hours import DueHour
from registro_lessons.services.missing import LONGEST_PERIOD_DAYS, missing_hours
from registro_lessons.services.names import teachers
from registro_lessons.views.my_day import asked_day

CARD = "registro_lessons:templates/missing_card.pt"
SHOWN_ON_CARD = 5


def asked_id(request: Request, name: str) -> int | None:
    """A number of the query string; None for nothing and for nonsense."""
    return whole_number(request.GET.get(name, ""))


def period(request: Request, *, whole_year: bool) -> tuple[date, date]:
    """The days asked for, never beyond today.

    A teacher's own hours may be asked for since the year began, and are by
    default; everybody's for a month at most, by default today's.
    """
    today: date = request.today
    last = min(asked_day(request, "to"), today)
    if whole_year and "from" not in request.GET:
        year = year_of(request.dbsession, last)
        return (max(year.starts_on, last - timedelta(days=366)) if year else last), last
    first = min(asked_day(request, "from"), last)
    return (first if whole_year else max(first, last - timedelta(days=LONGEST_PERIOD_DAYS))), last


@view_config(
    route_name="lessons.missing",
    permission=MISSING.name,
    request_method="GET",
    renderer="registro_lessons:templates/missing.pt",
)
def show(_context: SchoolContext, request: Request) -> Any:
    """GET: the hours not signed in a period, by class or teacher; `format=csv` to download."""
    everybody = request.allows(MONITOR.name)
    teacher_id = asked_id(request, "teacher") if everybody else request.identity.person_id
    first, last = period(request, whole_year=not everybody)
    hours = missing_hours(
        request.dbsession,
        first,
        last,
        request.now,
        class_id=asked_id(request, "class"),
        teacher_id=teacher_id,
    )
    if request.GET.get("format") == "csv":
        return _csv(request, hours)
    page = page_of(request, len(hours))
    return {
        "everybody": everybody,
        "first": first,
        "last": last,
        "hours": hours[page.offset : page.offset + page.size],
        "page": page,
        "classes": classes_of_year(request.dbsession, request.today) if everybody else [],
        "teachers": teachers(request.dbsession) if everybody else [],
        "asked_class": asked_id(request, "class"),
        "asked_teacher": teacher_id,
        "csv_path": f"{request.path}?{_with_csv(request)}",
        "path_of": path_of,
    }


def _with_csv(request: Request) -> str:
    query = request.GET.copy()
    query["format"] = "csv"
    return urlencode(list(query.items()))


def path_of(hour: DueHour) -> str:
    """Address of the lesson page of an hour."""
    place = f"groups/{hour.group_id}" if hour.group_id is not None else f"classes/{hour.class_id}"
    return f"/{place}/lessons/{hour.day.isoformat()}/{hour.slot.number}"


def _csv(request: Request, hours: list[DueHour]) -> Any:
    head = [_("Giorno"), _("Ora"), _("Classe"), _("Materia"), _("Docente")]
    rows = [(h.day, h.slot.number, h.place, h.subject, h.teacher) for h in hours]
    return csv_response("ore-non-firmate.csv", [request.translate(t) for t in head], rows)


def card(request: Request) -> Card:
    """Today's hours that are over and unsigned, for who watches over all."""
    today = request.today
    hours = missing_hours(request.dbsession, today, today, request.now)
    shown = {"hours": hours[:SHOWN_ON_CARD], "count": len(hours), "path_of": path_of}
    return Card(5, "lessons-missing", markup(request, CARD, **shown))
