"""A teacher's day, as a page and as a card of the home page."""

from datetime import date, timedelta
from typing import Any

from registro_core.api import Card, Request, SchoolContext, markup, view_config
from registro_lessons.labels import KINDS
from registro_lessons.permissions import DAY
from registro_lessons.services.my_day import HourState, my_day

CARD = "registro_lessons:templates/my_day_card.pt"
ONE_DAY = timedelta(days=1)


def asked_day(request: Request, name: str = "day") -> date:
    """The day of the address; nonsense and days out of reach lead to today."""
    today: date = request.today
    try:
        day = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return today
    return day if abs(day - today) < timedelta(days=400) else today


def card(request: Request) -> Card:
    """Today's lessons in order of time, each one tap from its page."""
    return Card(0, "lessons-day", markup(request, CARD, **_values(request, request.today)))


def _values(request: Request, day: date) -> dict[str, Any]:
    assert request.identity is not None  # noqa: S101 - the permission says so
    hours = my_day(request.dbsession, request.identity.person_id, day, request.now)
    return {
        "day": day,
        "hours": hours,
        "states": HourState,
        "kinds": KINDS,
        "may_sign": day <= request.today,
    }


@view_config(
    route_name="lessons.day",
    permission=DAY.name,
    request_method="GET",
    renderer="registro_lessons:templates/my_day.pt",
)
def show(_context: SchoolContext, request: Request) -> dict[str, Any]:
    """GET: one day; the days before and after are one tap away."""
    day = asked_day(request)
    return {
        **_values(request, day),
        "before": (day - ONE_DAY).isoformat(),
        "after": (day + ONE_DAY).isoformat(),
        "is_today": day == request.today,
        "journal_path": f"/teachers/{request.identity.person_id}/journal",
    }
