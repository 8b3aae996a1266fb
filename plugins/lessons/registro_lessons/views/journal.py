"""A teacher's journal and a student's register of support: read and printed (L3, L9)."""

from datetime import date, timedelta
from typing import Any

from registro_core.api import PersonContext, Request, StudentContext, view_config
from registro_lessons.labels import KINDS, MODULES
from registro_lessons.permissions import JOURNAL, SUPPORT
from registro_lessons.services.journal import classes_signed, journal, support_journal
from registro_lessons.views.missing import asked_id
from registro_lessons.views.my_day import asked_day


def month(request: Request) -> tuple[date, date]:
    """The first and last day of the month of the address: journals are paged by month."""
    first = asked_day(request, "month").replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def neighbours(first: date, last: date) -> dict[str, str]:
    """The months before and after, for the links."""
    return {
        "before": (first - timedelta(days=1)).isoformat(),
        "after": (last + timedelta(days=1)).isoformat(),
    }


@view_config(
    route_name="lessons.journal",
    permission=JOURNAL.name,
    request_method="GET",
    renderer="registro_lessons:templates/journal.pt",
)
def of_teacher(context: PersonContext, request: Request) -> dict[str, Any]:
    """GET: a month of a teacher's hours, of all classes or of one."""
    first, last = month(request)
    class_id = asked_id(request, "class")
    return {
        "person": context.person,
        "first": first,
        "entries": journal(request.dbsession, context.person.id, first, last, class_id),
        "classes": classes_signed(request.dbsession, context.person.id),
        "asked_class": class_id,
        "class_query": f"&class={class_id}" if class_id else "",
        "kinds": KINDS,
        "modules": MODULES,
        **neighbours(first, last),
    }


@view_config(
    route_name="lessons.support",
    permission=SUPPORT.name,
    request_method="GET",
    renderer="registro_lessons:templates/support.pt",
)
def of_student(context: StudentContext, request: Request) -> dict[str, Any]:
    """GET: a month of what support teachers did with a student; never for families (L3)."""
    first, last = month(request)
    return {
        "student": context.student,
        "first": first,
        "entries": support_journal(request.dbsession, context.student.id, first, last),
        **neighbours(first, last),
    }
