"""The class register by day and by week, on screen and on paper (L9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from registro_core.api import (
    Card,
    ClassContext,
    LessonContext,
    Presence,
    PresenceState,
    Request,
    Slot,
    history_panel,
    markup,
    slots_of_days,
    view_config,
)
from registro_lessons.labels import KINDS, MODULES, PARTS
from registro_lessons.permissions import REGISTER
from registro_lessons.services.logbook import LESSON, hour_key
from registro_lessons.services.names import names_of
from registro_lessons.services.register import RegisterLesson, register
from registro_lessons.services.scheduled import scheduled_lessons
from registro_lessons.views.my_day import asked_day


@dataclass(frozen=True)
class Planned:
    """What the timetable has in an hour, and whether it was cancelled."""

    subject: str
    cancelled: bool


AWAY = frozenset({PresenceState.ABSENT, PresenceState.LATE, PresenceState.LEFT})


def class_card(request: Request, school_class: ClassContext) -> list[Card]:
    """The way from a class's page to its register and timetable."""
    if not request.allows(REGISTER.name, school_class):
        return []
    html = markup(
        request,
        "registro_lessons:templates/class_card.pt",
        school_class=school_class.school_class,
    )
    return [Card(10, "lessons-register", html)]


@view_config(
    route_name="lessons.register",
    permission=REGISTER.name,
    request_method="GET",
    renderer="registro_lessons:templates/register.pt",
)
def show(context: ClassContext, request: Request) -> dict[str, Any]:
    """GET: a day, or with `view=week` the week of a day."""
    day = asked_day(request)
    weekly = request.GET.get("view") == "week"
    first = day - timedelta(days=day.weekday()) if weekly else day
    last = first + timedelta(days=5) if weekly else day
    step = timedelta(days=7 if weekly else 1)
    absent = _absent(request, context.school_class.id, first, last)
    return {
        "school_class": context.school_class,
        "day": day,
        "first": first,
        "last": last,
        "weekly": weekly,
        "days": _days(request, context, first, last),
        "absent": _in_words(request, absent),
        "before": (day - step).isoformat(),
        "after": (day + step).isoformat(),
        "kinds": KINDS,
        "modules": MODULES,
        "parts": PARTS,
    }


HISTORY = {
    "permission": REGISTER.name,
    "request_method": "GET",
    "renderer": "registro_lessons:templates/history.pt",
}


@view_config(route_name="lessons.history", **HISTORY)
@view_config(route_name="lessons.history.group", **HISTORY)
def history(context: LessonContext, request: Request) -> dict[str, Any]:
    """GET: who signed and changed an hour, and when; what support teachers wrote is not in it."""
    return {
        "lesson": context,
        "name": context.group.name if context.group else context.school_class.name,
        "panel": history_panel(request, LESSON, hour_key(context.ref)),
        "back": request.path.removesuffix("/history"),
    }


def _days(
    request: Request, context: ClassContext, first: date, last: date
) -> list[tuple[date, list[tuple[Slot, list[RegisterLesson], Planned | None]]]]:
    """Each school day with its hours: the lessons held, else what was planned."""
    session, school_class = request.dbsession, context.school_class
    slots = slots_of_days(session, school_class, first, last)
    held = register(session, school_class.id, first, last)
    planned = _planned(request, school_class.id, first, last)
    return [
        (
            day,
            [
                (slot, _of_hour(held, day, slot.number), planned.get((day, slot.number)))
                for slot in hours
            ],
        )
        for day, hours in slots.items()
    ]


def _of_hour(lessons: Iterable[RegisterLesson], day: date, slot: int) -> list[RegisterLesson]:
    return [lesson for lesson in lessons if (lesson.day, lesson.slot) == (day, slot)]


def _planned(
    request: Request, class_id: int, first: date, last: date
) -> dict[tuple[date, int], Planned]:
    found: dict[tuple[date, int], Planned] = {}
    for lesson in scheduled_lessons(request.dbsession, [class_id], first, last):
        key = (lesson.ref.day, lesson.ref.slot)
        before = found.get(key)
        names = filter(None, [before.subject if before else "", lesson.subject_name])
        found[key] = Planned(" / ".join(names), lesson.cancelled)
    return found


def _absent(
    request: Request, class_id: int, first: date, last: date
) -> dict[date, dict[int, Presence]]:
    """Who was away, if a plugin knows: asked once for each day up to today."""
    found = {}
    for offset in range((min(last, request.today) - first).days + 1):
        day = first + timedelta(days=offset)
        presence: Mapping[int, Presence] | None = request.platform.plugins.first(
            "registro_presence", session=request.dbsession, class_id=class_id, day=day
        )
        found[day] = {s: p for s, p in (presence or {}).items() if p.state in AWAY}
    return found


def _in_words(
    request: Request, absent: Mapping[date, Mapping[int, Presence]]
) -> dict[date, list[str]]:
    """Names in the order of the register, with R or U and the time: one statement."""
    names = names_of(request.dbsession, {s for rows in absent.values() for s in rows})
    return {
        day: sorted(_word(request, names.get(s, ""), presence) for s, presence in rows.items())
        for day, rows in absent.items()
    }


def _word(request: Request, name: str, presence: Presence) -> str:
    letter = {PresenceState.LATE: "R", PresenceState.LEFT: "U"}.get(presence.state)
    if letter is None:
        return name
    at = f" {request.fmt.time(presence.at)}" if presence.at else ""
    return f"{name} ({letter}{at})"
