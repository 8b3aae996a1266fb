"""Pages of the agenda: one's own, a student's, a class's."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from registro_core import _
from registro_core.agenda.collecting import entries_for_page
from registro_core.agenda.people import Whose, whose_calendars
from registro_core.agenda.spans import Span, View, span_asked
from registro_core.items import CalendarEntry, CalendarKind, CalendarOf, Text
from registro_core.permissions import CALENDAR, CLASS_CALENDAR, STUDENT_CALENDAR
from registro_core.security.contexts import ClassContext, SchoolContext, StudentContext

if TYPE_CHECKING:
    from registro_core.request import Request

TEMPLATE = "registro_core:agenda/templates/calendar.pt"
VIEWS: list[tuple[View, Text]] = [
    (View.DAY, _("Giorno")),
    (View.WEEK, _("Settimana")),
    (View.MONTH, _("Mese")),
]
KINDS: dict[CalendarKind, tuple[Text, str]] = {
    CalendarKind.LESSON: (_("Lezione"), "it-presentation"),
    CalendarKind.HOMEWORK: (_("Compiti"), "it-bookmark"),
    CalendarKind.TEST: (_("Verifica"), "it-pencil"),
    CalendarKind.ABSENCE: (_("Assenze e permessi"), "it-clock"),
    CalendarKind.MEETING: (_("Incontro"), "it-user"),
    CalendarKind.OTHER: (_("Altro"), "it-calendar"),
}


@dataclass(frozen=True)
class Day:
    """A day of the page with what stands in it."""

    day: date
    entries: tuple[CalendarEntry, ...]
    css: str


@view_config(
    route_name="calendar", permission=CALENDAR.name, request_method="GET", renderer=TEMPLATE
)
def own(context: SchoolContext, request: "Request") -> Any:
    """A teacher's own agenda; a family is led to the first child's."""
    whose = whose_calendars(request)
    if whose and whose[0].calendar.teacher_id is None:
        return HTTPSeeOther(whose[0].path)
    person_id = request.identity.person_id if request.identity else 0
    page = _page(request, CalendarOf(teacher_id=person_id), "/calendar", whose)
    return {**page, "heading": _("La mia agenda"), "name": "", "crumb": None, "own": True}


@view_config(
    route_name="calendar.student",
    permission=STUDENT_CALENDAR.name,
    request_method="GET",
    renderer=TEMPLATE,
)
def student(context: StudentContext, request: "Request") -> dict[str, Any]:
    """The agenda of a student."""
    found = context.student
    path, whose = f"/students/{found.id}/calendar", whose_calendars(request)
    mine = any(each.calendar.student_id == found.id for each in whose)
    page = _page(request, CalendarOf(student_id=found.id), path, whose if mine else [])
    name = f"{found.given_name} {found.surname}"
    crumb = (f"/students/{found.id}", name)
    return {**page, "heading": _("Agenda"), "name": name, "crumb": crumb, "own": mine}


@view_config(
    route_name="calendar.class",
    permission=CLASS_CALENDAR.name,
    request_method="GET",
    renderer=TEMPLATE,
)
def school_class(context: ClassContext, request: "Request") -> dict[str, Any]:
    """The agenda of a class."""
    found = context.school_class
    page = _page(request, CalendarOf(class_id=found.id), f"/classes/{found.id}/calendar", [])
    crumb = (f"/classes/{found.id}", found.name)
    return {**page, "heading": _("Agenda"), "name": found.name, "crumb": crumb, "own": False}


def _page(
    request: "Request", calendar: CalendarOf, path: str, whose: list[Whose]
) -> dict[str, Any]:
    span = span_asked(request.GET, request.today)
    entries = entries_for_page(
        request.platform.plugins, request.dbsession, calendar, span.first_day, span.last_day
    )
    if span.view is View.MONTH:
        # Lessons are the same every week: a month is for what is not.
        entries = [each for each in entries if each.kind is not CalendarKind.LESSON]
    return {
        "span": span,
        "days": _days(span, entries, request.today),
        "path": path,
        "whose": whose if len(whose) > 1 else [],
        "views": VIEWS,
        "kinds": KINDS,
        "today": request.today,
        "empty": not entries,
    }


def _days(span: Span, entries: list[CalendarEntry], today: date) -> list[Day]:
    by_day: dict[date, list[CalendarEntry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.day].append(entry)
    return [Day(day, tuple(by_day[day]), _css(span, day, today, by_day)) for day in span.days]


def _css(span: Span, day: date, today: date, by_day: dict[date, list[CalendarEntry]]) -> str:
    told = {
        "is-today": day == today,
        "is-selected": day == span.day,
        "is-free": day.isoweekday() == 7,
        "is-out": span.view is View.MONTH and day.month != span.day.month,
        "is-empty": not by_day[day],
    }
    return " ".join(name for name, holds in told.items() if holds)
