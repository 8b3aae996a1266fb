"""The timetable: of a class, of a teacher, and its versions."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from registro_core.api import (
    ClassContext,
    HTTPNotFound,
    HTTPSeeOther,
    PersonContext,
    Request,
    SchoolContext,
    StudentContext,
    idempotent,
    view_config,
    year_of,
)
from registro_lessons import _
from registro_lessons.forms import VersionForm
from registro_lessons.permissions import EDIT_TIMETABLE, TIMETABLE, TOPICS
from registro_lessons.services.elsewhere import classes_of_year
from registro_lessons.services.names import teachers
from registro_lessons.services.timetables import (
    WeekHour,
    is_history,
    new_version,
    versions,
    week_of,
    week_of_student,
)
from registro_lessons.services.versions import in_force, versions_between
from registro_lessons.views.my_day import asked_day

WEEK = "registro_lessons:templates/week.pt"
Grid = list[tuple[int, list[list[WeekHour]]]]


def version_on(request: Request, day: date) -> int | None:
    """The version in force on a day."""
    return in_force(versions_between(request.dbsession, day, day), day)


def grid(hours: Iterable[WeekHour]) -> tuple[list[int], Grid]:
    """The weekdays in use, and for each hour the cells of those days."""
    hours = list(hours)
    weekdays = sorted({hour.weekday for hour in hours})
    rows = [
        (slot, [[h for h in hours if (h.slot, h.weekday) == (slot, d)] for d in weekdays])
        for slot in sorted({hour.slot for hour in hours})
    ]
    return weekdays, rows


@view_config(
    route_name="timetable",
    permission=TIMETABLE.name,
    request_method="GET",
    renderer="registro_lessons:templates/timetable.pt",
)
def index(_context: SchoolContext, request: Request) -> dict[str, Any]:
    """GET: choose a class or a teacher; the versions of the year for who may change them."""
    year = year_of(request.dbsession, request.today)
    found = versions(request.dbsession, year.id) if year else []
    return {
        "classes": classes_of_year(request.dbsession, request.today),
        "teachers": teachers(request.dbsession),
        "versions": found,
        "current": version_on(request, request.today),
        "may_edit": request.allows(EDIT_TIMETABLE.name),
        "own_path": f"/timetable/teachers/{request.identity.person_id}",
        "is_history": lambda version: is_history(version, request.today),
    }


@view_config(route_name="timetable.teacher_choice", permission=TIMETABLE.name, request_method="GET")
def choose_teacher(_context: SchoolContext, request: Request) -> HTTPSeeOther:
    """GET from the list of teachers: go to the one chosen."""
    chosen = request.GET.get("teacher", "")
    if not (chosen.isascii() and chosen.isdigit()):
        raise HTTPNotFound
    return HTTPSeeOther(f"/timetable/teachers/{chosen}")


@view_config(
    route_name="timetable.class", permission=TIMETABLE.name, request_method="GET", renderer=WEEK
)
def of_class(context: ClassContext, request: Request) -> dict[str, Any]:
    """GET: the week of a class by the version in force on a day."""
    day = asked_day(request)
    version = version_on(request, day)
    hours = week_of(request.dbsession, version, class_id=context.school_class.id)
    return week_values(day, hours, context.school_class.name, by_class=True)


@view_config(
    route_name="timetable.teacher", permission=TIMETABLE.name, request_method="GET", renderer=WEEK
)
def of_teacher(context: PersonContext, request: Request) -> dict[str, Any]:
    """GET: the week of a teacher by the version in force on a day."""
    day = asked_day(request)
    version = version_on(request, day)
    hours = week_of(request.dbsession, version, teacher_id=context.person.id)
    name = f"{context.person.surname} {context.person.given_name}"
    return week_values(day, hours, name, by_class=False)


@view_config(
    route_name="timetable.student", permission=TOPICS.name, request_method="GET", renderer=WEEK
)
def of_student(context: StudentContext, request: Request) -> dict[str, Any]:
    """GET: the week of a student's class, for students and parents too."""
    day = asked_day(request)
    school_class = context.class_on(day) or context.school_class
    version = version_on(request, day)
    hours = week_of_student(request.dbsession, version, context.student.id, school_class.id, day)
    crumb = request.allows(TIMETABLE.name)
    return week_values(day, hours, school_class.name, by_class=True, crumb=crumb)


def week_values(
    day: date, hours: list[WeekHour], name: str, *, by_class: bool, crumb: bool = True
) -> dict[str, Any]:
    """What the template of a week needs."""
    weekdays, rows = grid(hours)
    return {
        "name": name,
        "day": day,
        # Any Monday: only the names of the days are shown.
        "weekdays": [date(2024, 1, weekday) for weekday in weekdays],
        "rows": rows,
        "by_class": by_class,
        # Families come from elsewhere: the list of classes and teachers is not for them.
        "crumb": crumb,
    }


@view_config(
    route_name="timetable.new",
    permission=EDIT_TIMETABLE.name,
    request_method=("GET", "POST"),
    renderer="registro_lessons:templates/new_version.pt",
    decorator=idempotent,
)
def make_version(_context: SchoolContext, request: Request) -> Any:
    """GET and POST: a new version, from today on or later; the ones before stay as they were."""
    form = VersionForm(request, data={"valid_from": request.today, "copy": True})
    year = year_of(request.dbsession, request.today)
    if form.submitted() and year is not None:
        error = _date_error(form.valid_from.data, request.today, year.ends_on)
        if error is None:
            day = form.valid_from.data
            timetable = new_version(
                request.dbsession,
                year.id,
                form.name.data,
                day,
                version_on(request, day) if form.copy.data else None,
                (request.actor, request.now),
            )
            request.flash(_("La nuova versione è pronta: ora puoi cambiarne le ore."))
            return HTTPSeeOther(f"/timetable/versions/{timetable.id}")
        form.valid_from.errors = [error]
    if request.method == "POST":
        request.response.status_int = 422
    return {"form": form, "year": year}


def _date_error(day: date, today: date, last_day: date) -> Any:
    if day < today:
        return _("Una versione vale da oggi in poi: il passato non si riscrive.")
    return _("È dopo la fine dell’anno scolastico.") if day > last_day else None
