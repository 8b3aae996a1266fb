"""Absences in a row: which days form one spell, and how long it is (A12)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Spell:
    """Days of absence with no day at school between them."""

    days: tuple[date, ...]

    @property
    def first_day(self) -> date:
        """The first day away."""
        return self.days[0]

    @property
    def last_day(self) -> date:
        """The last day away."""
        return self.days[-1]

    @property
    def length(self) -> int:
        """Days from first to last, Sundays and holidays between included: Sat + Mon = 3 (A12)."""
        return (self.last_day - self.first_day).days + 1


def spells_of(days: Iterable[date], is_school_day: Callable[[date], bool]) -> list[Spell]:
    """Join days of absence unless there is a day of school between two of them (A12)."""
    found: list[list[date]] = []
    for day in sorted(set(days)):
        if found and not _school_between(found[-1][-1], day, is_school_day):
            found[-1].append(day)
        else:
            found.append([day])
    return [Spell(tuple(spell)) for spell in found]


def _school_between(before: date, after: date, is_school_day: Callable[[date], bool]) -> bool:
    gap = (after - before).days
    return any(is_school_day(before + timedelta(days=n)) for n in range(1, gap))


def needs_certificate(length: int, after_days: int | None) -> bool:
    """Whether a spell of so many days asks for a medical certificate; None: never (A12)."""
    return after_days is not None and length > after_days
