"""A month of a student as a calendar: a letter a day, with its words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from registro_attendance.day.stretches import Stretch
from registro_attendance.models import EventKind
from registro_core.api import Removal

LETTERS = {
    EventKind.ABSENT: "A",
    EventKind.LATE: "R",
    EventKind.EXIT: "U",
    EventKind.OUTSIDE: "F",
}

# Kept from lessons by the school (*sospensione*, B2).
REMOVED = "S"


@dataclass(frozen=True)
class Cell:
    """A day of the calendar. `letters` are those of its events; `school` says if there is school."""

    day: date
    school: bool
    letters: str = ""
    inside: bool = True


@dataclass(frozen=True)
class Month:
    """A month as weeks from Monday to Sunday."""

    first: date
    weeks: tuple[tuple[Cell, ...], ...]

    @property
    def previous(self) -> date:
        """The first day of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def following(self) -> date:
        """The first day of the month after."""
        return (self.first + timedelta(days=31)).replace(day=1)


def month_of(
    first: date,
    stretches: Mapping[date, Sequence[Stretch]],
    school_days: set[date],
    removals: Collection[Removal] = (),
) -> Month:
    """Lay out the month that begins on a day."""
    start = first - timedelta(days=first.weekday())
    weeks = []
    while start.year * 12 + start.month <= first.year * 12 + first.month:
        days = [start + timedelta(days=n) for n in range(7)]
        weeks.append(
            tuple(
                Cell(
                    day,
                    day in school_days,
                    REMOVED
                    if day in school_days and any(each.covers(day) for each in removals)
                    else letters_of(stretches.get(day, ())),
                    inside=day.month == first.month,
                )
                for day in days
            )
        )
        start += timedelta(days=7)
    return Month(first, tuple(weeks))


def letters_of(stretches: Sequence[Stretch]) -> str:
    """The letters of a day's events, in the order of the day."""
    return "".join(dict.fromkeys(LETTERS[each.kind] for each in sorted(stretches)))


def read_month(text: str, default: date) -> date:
    """The month of an address ("2026-11"), else that of a day; nonsense is that of the day."""
    try:
        return date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        return default.replace(day=1)
