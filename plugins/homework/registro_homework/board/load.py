"""How much a class has to do for each day: minutes of homework, and tests."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import each_day
from registro_homework.models import Assignment, Kind, Share
from registro_homework.reading import of_class

# What nobody estimated is not nothing.
UNKNOWN_MINUTES = 20
FULL = 240


@dataclass(frozen=True)
class DayLoad:
    """A day of a class."""

    day: date
    minutes: int = 0
    homework: int = 0
    tests: int = 0

    def is_heavy(self, most: int) -> bool:
        """Whether there is more than the school finds right."""
        return self.minutes > most or self.tests > 1

    @property
    def shown(self) -> int:
        """Minutes as far as the bar reaches."""
        return min(self.minutes, FULL)


def load_of(session: Session, class_id: int, first_day: date, last_day: date) -> list[DayLoad]:
    """The load of each day but Sundays: one statement.

    What only some students have to do is left out, and so is what is taught instead of religion:
    nobody has both.
    """
    found = {day: DayLoad(day) for day in _days(first_day, last_day)}
    statement = select(Assignment.due_on, Assignment.kind, Assignment.minutes).where(
        of_class(class_id),
        Assignment.due_on.between(first_day, last_day),
        Assignment.cancelled_at.is_(None),
        Assignment.chosen.is_(False),
        Assignment.share != Share.ALTERNATIVE,
    )
    for day, kind, minutes in session.execute(statement):
        before = found.get(day) or DayLoad(day)
        if kind is Kind.HOMEWORK:
            more = UNKNOWN_MINUTES if minutes is None else minutes
            found[day] = DayLoad(day, before.minutes + more, before.homework + 1, before.tests)
        else:
            found[day] = DayLoad(day, before.minutes, before.homework, before.tests + 1)
    return [found[day] for day in sorted(found)]


def _days(first_day: date, last_day: date) -> Iterable[date]:
    return (day for day in each_day(first_day, last_day) if day.isoweekday() < 7)


def monday_of(day: date) -> date:
    """The first day of a week."""
    return day - timedelta(days=day.weekday())
