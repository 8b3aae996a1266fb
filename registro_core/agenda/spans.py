"""Which days a page of the agenda shows: a day, a week, a month, and those beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
# Nobody plans further: an address of another century shows today.
FARTHEST = timedelta(days=365 * 3)


class View(StrEnum):
    """How much of the agenda is shown."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Span:
    """What is shown: `chosen` is False where nobody said how much, and a phone shows a day."""

    view: View
    day: date
    chosen: bool = True

    @property
    def first_day(self) -> date:
        """The first day shown; a month begins with the week of its first."""
        if self.view is View.DAY:
            return self.day
        return _monday(self.day if self.view is View.WEEK else self.day.replace(day=1))

    @property
    def last_day(self) -> date:
        """The last day shown; a month ends with the week of its last."""
        if self.view is View.DAY:
            return self.day
        if self.view is View.WEEK:
            return self.first_day + timedelta(days=6)
        return _monday(_next_month(self.day) - A_DAY) + timedelta(days=6)

    @property
    def days(self) -> list[date]:
        """Every day shown."""
        length = (self.last_day - self.first_day).days + 1
        return [self.first_day + timedelta(days=n) for n in range(length)]

    @property
    def before(self) -> date:
        """A day of the span before."""
        if self.view is View.MONTH:
            return (self.day.replace(day=1) - A_DAY).replace(day=1)
        return self.day - (A_DAY if self.view is View.DAY else A_WEEK)

    @property
    def after(self) -> date:
        """A day of the span after."""
        if self.view is View.MONTH:
            return _next_month(self.day)
        return self.day + (A_DAY if self.view is View.DAY else A_WEEK)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def span_asked(query: Mapping[str, str], today: date) -> Span:
    """What an address asks for: `view` and `day`; anything odd shows this week."""
    asked = query.get("view", "")
    view = View(asked) if asked in set(View) else View.WEEK
    try:
        day = date.fromisoformat(query.get("day", ""))
    except ValueError:
        day = today
    if abs(day - today) > FARTHEST:
        day = today
    return Span(view, day, chosen=asked in set(View))
