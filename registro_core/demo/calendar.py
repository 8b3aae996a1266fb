"""A school year built around today, so that today is always a day of lessons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from fractions import Fraction

from registro_core.demo.school import DemoSize
from registro_core.items import Slot

# How long ago the year began. Ten weeks are enough to look at; the reference school is
# near the end of its year, when every table is as full as it gets (33 weeks of lessons).
WEEKS_SO_FAR = {DemoSize.SMALL: 10, DemoSize.REFERENCE: 35}
WEEKS = 38
WINTER_WEEKS = (14, 15)

# Counted from the first Monday: (week, day of the week from 0). None falls on today.
SINGLE_HOLIDAYS = {
    (6, 0): "Festa di Ognissanti",
    (8, 3): "Santo patrono",
    (24, 0): "Ponte di primavera",
    (30, 4): "Festa della Liberazione",
}
SPRING_WEEK = 27

SATURDAY, SUNDAY = 6, 7
# Lessons of the six days of school: 32 hours a week.
SLOTS_OF_DAYS = (5, 5, 6, 5, 6, 5)


@dataclass(frozen=True)
class DemoTerm:
    """A marking period."""

    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class DemoCalendar:
    """The year, its terms and holidays (day to name), and the hours of each weekday."""

    first_day: date
    last_day: date
    terms: tuple[DemoTerm, ...]
    holidays: Mapping[date, str]
    slots: Mapping[int, tuple[Slot, ...]]

    @property
    def name(self) -> str:
        """The year as schools write it: `2026/2027`."""
        return f"{self.first_day.year}/{self.first_day.year + 1}"


def make_calendar(size: DemoSize, today: date) -> DemoCalendar:
    """Build the calendar: the year began on a Monday, the same number of weeks ago every day."""
    this_week = today - timedelta(days=today.isoweekday() - 1)
    first = this_week - timedelta(weeks=WEEKS_SO_FAR[size])
    last = first + timedelta(weeks=WEEKS, days=-1)
    winter = _week(first, WINTER_WEEKS[0])
    back = _week(first, WINTER_WEEKS[-1] + 1)
    terms = (
        DemoTerm("Trimestre", first, winter - timedelta(days=1)),
        DemoTerm("Pentamestre", back, last),
    )
    return DemoCalendar(first, last, terms, _holidays(first, today), _slots(today))


def _week(first: date, number: int) -> date:
    """The Monday of a week of the year, the first being 0."""
    return first + timedelta(weeks=number)


def _holidays(first: date, today: date) -> dict[date, str]:
    days = {
        _week(first, week) + timedelta(days=day): name
        for (week, day), name in SINGLE_HOLIDAYS.items()
    }
    for week in WINTER_WEEKS:
        days |= _whole_week(_week(first, week), "Vacanze di fine anno")
    days |= _whole_week(_week(first, SPRING_WEEK), "Vacanze di primavera")
    days.pop(today, None)
    return dict(sorted(days.items()))


def _whole_week(monday: date, name: str) -> dict[date, str]:
    return {monday + timedelta(days=offset): name for offset in range(7)}


def _slots(today: date) -> dict[int, tuple[Slot, ...]]:
    """Hours from 8 on, six days a week; the free day is Sunday, unless today is one."""
    free = SATURDAY if today.isoweekday() == SUNDAY else SUNDAY
    weekdays = [day for day in range(1, 8) if day != free]
    return {
        weekday: tuple(_slot(number) for number in range(1, count + 1))
        for weekday, count in zip(weekdays, SLOTS_OF_DAYS, strict=True)
    }


def _slot(number: int) -> Slot:
    return Slot(number, time(7 + number), time(8 + number), Fraction(1))
