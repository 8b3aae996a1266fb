"""The list of a class with its load, and a teacher's own list."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from registro_core.api import (
    ClassContext,
    Relation,
    Request,
    SchoolContext,
    page_of,
    view_config,
)
from registro_homework.board.load import FULL, load_of, monday_of
from registro_homework.courses import courses_of
from registro_homework.models import Assignment, HandIn
from registro_homework.permissions import CLASS, OWN, WRITE
from registro_homework.reading import count, names_of_chosen, of_class, rows
from registro_homework.settings import HEAVY_DAY

TEMPLATES = "registro_homework:board/templates/"
WEEK = timedelta(days=7)
# A class has rarely more than this to come.
MOST = 200


@dataclass(frozen=True)
class Week:
    """The week whose load is shown, and those beside it."""

    monday: date
    this: date

    @property
    def last_day(self) -> date:
        """Its Saturday."""
        return self.monday + timedelta(days=5)

    @property
    def before(self) -> date:
        """The Monday before."""
        return self.monday - WEEK

    @property
    def after(self) -> date:
        """The Monday after."""
        return self.monday + WEEK


def week_asked(request: Request) -> Week:
    """The week of `week`, else of today (on Sunday the next one)."""
    this = monday_of(request.today + timedelta(days=1))
    try:
        asked = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        asked = request.today + timedelta(days=1)
    if abs(asked - request.today) > timedelta(days=400):
        asked = request.today
    return Week(monday_of(asked), this)


@view_config(
    route_name="homework.class",
    permission=CLASS.name,
    request_method="GET",
    renderer=f"{TEMPLATES}class.pt",
)
def class_homework(context: ClassContext, request: Request) -> dict[str, Any]:
    """What a class has to do, by day, with the load of a week; `past` for what is over."""
    session, class_id = request.dbsession, context.school_class.id
    past = bool(request.GET.get("past"))
    due = Assignment.due_on < request.today if past else Assignment.due_on >= request.today
    conditions = [of_class(class_id), due]
    page = page_of(request, count(session, conditions) if past else 0)
    limits = {"offset": page.offset, "limit": page.size} if past else {"limit": MOST}
    found = rows(session, conditions, newest_first=past, **limits)
    week = week_asked(request)
    return {
        "school_class": context.school_class,
        "past": past,
        "days": by_day(found),
        "chosen": names_of_chosen(session, [row.id for row in found if row.chosen]),
        "page": page,
        "week": week,
        "load": load_of(session, class_id, week.monday, week.last_day),
        "full": FULL,
        "heavy": request.school_settings.integer(HEAVY_DAY.name),
        "may_write": _writes(context, request),
    }


def _writes(context: ClassContext, request: Request) -> bool:
    """Whether the person teaches here and the school lets who teaches assign."""
    identity = request.identity
    teaches = identity is not None and context.school_class.id in identity.class_ids
    return teaches and Relation.TEACHER_OF_SUBJECT in request.grants.get(WRITE.name, frozenset())


def by_day(found: list[Any]) -> list[tuple[date, list[Any]]]:
    """Rows under the day for which they are due, in the order they came."""
    days: dict[date, list[Any]] = {}
    for row in found:
        days.setdefault(row.due_on, []).append(row)
    return list(days.items())


@view_config(
    route_name="homework.own",
    permission=OWN.name,
    request_method="GET",
    renderer=f"{TEMPLATES}own.pt",
)
def own_homework(context: SchoolContext, request: Request) -> dict[str, Any]:
    """A teacher's classes, what they assigned that is to come, and what waits to be returned."""
    session, identity = request.dbsession, request.identity
    assert identity is not None  # noqa: S101 - the page asks for a permission
    courses = courses_of(session, identity.person_id, request.today)
    mine = [
        Assignment.teacher_id == identity.person_id,
        Assignment.due_on >= request.today,
        Assignment.cancelled_at.is_(None),
    ]
    return {
        "classes": list(dict.fromkeys((each.class_id, each.class_name) for each in courses)),
        "days": by_day(rows(session, mine, limit=MOST)),
        "waiting": _waiting(request, identity.person_id),
    }


def _waiting(request: Request, teacher_id: int) -> list[Any]:
    """What has been handed in and not returned: (assignment row, how many)."""
    session = request.dbsession
    counts = dict(
        session.execute(
            select(HandIn.assignment_id, func.count())
            .join(Assignment, Assignment.id == HandIn.assignment_id)
            .where(
                Assignment.teacher_id == teacher_id,
                Assignment.cancelled_at.is_(None),
                HandIn.returned_at.is_(None),
            )
            .group_by(HandIn.assignment_id)
            .order_by(HandIn.assignment_id.desc())
            .limit(50)
        ).all()
    )
    found = rows(session, [Assignment.id.in_(counts)]) if counts else []
    return [(row, counts[row.id]) for row in found]
