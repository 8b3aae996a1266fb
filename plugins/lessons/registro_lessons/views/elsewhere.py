"""Signing somewhere the timetable does not say: substitution, extra hour, co-teaching."""

from typing import Any

from registro_core.api import Request, SchoolContext, Text, school_time, view_config
from registro_lessons import _
from registro_lessons.permissions import DAY
from registro_lessons.services.elsewhere import in_hour, slots_anywhere
from registro_lessons.services.my_day import HourState, my_day
from registro_lessons.views.my_day import asked_day

# What one comes for, by the address, and what the page is called then.
TITLES: dict[str, Text] = {
    "substitution": _("Supplenza"),
    "co-teaching": _("Compresenza"),
    "": _("Ora in più"),
}


@view_config(
    route_name="lessons.elsewhere",
    permission=DAY.name,
    request_method="GET",
    renderer="registro_lessons:templates/elsewhere.pt",
)
def show(_context: SchoolContext, request: Request) -> dict[str, Any]:
    """GET: choose the hour and the class; the lesson page opens ready for it."""
    wish = request.GET.get("as", "")
    wish = wish if wish in TITLES else ""
    day = min(asked_day(request), request.today)
    slots = slots_anywhere(request.dbsession, day)
    slot = _slot(request, slots)
    return {
        "title": TITLES[wish],
        "wish": wish,
        "day": day,
        "slots": slots,
        "slot": slot,
        "rows": in_hour(request.dbsession, day, slot) if slot is not None else [],
        "suffix": f"?as={wish}" if wish else "",
    }


def _slot(request: Request, slots: list[int]) -> int | None:
    """The hour of the address; else the one that is running in one's own day, else the first."""
    asked = request.GET.get("slot", "")
    if asked.isascii() and asked.isdigit() and int(asked[:4]) in slots:
        return int(asked)
    return _running(request, slots) or next(iter(slots), None)


def _running(request: Request, slots: list[int]) -> int | None:
    hours = my_day(request.dbsession, request.identity.person_id, request.today, request.now)
    now = [hour.slot for hour in hours if hour.state is HourState.NOW]
    if now and now[0] in slots:
        return now[0]
    # Without an own lesson now: roughly the hour of the morning, from eight.
    guess = school_time(request.now).hour - 7
    return guess if guess in slots else None
