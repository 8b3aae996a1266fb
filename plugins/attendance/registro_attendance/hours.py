"""Hours of absence in exact units: from minutes on the wall to teaching units (A6, A7).

Times of day are compared as the wall shows them. No lesson crosses the night
in which the clocks change, so an hour of lesson is sixty minutes on every day
of the year, also on the Sundays of March and October.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from registro_attendance.day.stretches import Stretch, minutes_of
from registro_attendance.models import EventKind
from registro_core.api import Slot

ZERO = Fraction(0)


class Floor(StrEnum):
    """How an hour partly missed is counted, always in the student's favour (A6)."""

    NONE = "none"
    HALF = "half"
    HOUR = "hour"

    def apply(self, units: Fraction) -> Fraction:
        """Round units down to whole or half ones; exact without a policy."""
        if self is Floor.NONE:
            return units
        step = Fraction(1, 2) if self is Floor.HALF else Fraction(1)
        return units // step * step


@dataclass(frozen=True)
class Lesson:
    """An hour that was held for a student: its slot, and whether somebody signed it (A7)."""

    slot: Slot
    signed: bool = False


@dataclass(frozen=True)
class DayHours:
    """A day in units: held, missed, and held without a signature (the gap of A7)."""

    held: Fraction = ZERO
    absent: Fraction = ZERO
    unsigned: Fraction = ZERO

    def __add__(self, other: "DayHours") -> "DayHours":
        return DayHours(
            self.held + other.held, self.absent + other.absent, self.unsigned + other.unsigned
        )

    def __sub__(self, other: "DayHours") -> "DayHours":
        return DayHours(
            self.held - other.held, self.absent - other.absent, self.unsigned - other.unsigned
        )


def missed_units(slot: Slot, stretches: Iterable[Stretch], floor: Floor) -> Fraction:
    """The units of a slot that a student missed (A6).

    Overlap in minutes / length of the slot x units of the slot. A slot wholly
    missed counts its units, whatever the policy: 5/6 are not rounded to 1/2.
    """
    start, end = minutes_of(slot.starts_at), minutes_of(slot.ends_at)
    minutes = sum(
        max(0, min(each.end, end) - max(each.start, start))
        for each in stretches
        if each.kind is not EventKind.OUTSIDE
    )
    if not minutes:
        return ZERO
    if minutes >= slot.minutes:
        return slot.units
    return floor.apply(Fraction(minutes, slot.minutes) * slot.units)


def day_hours(lessons: Iterable[Lesson], stretches: Iterable[Stretch], floor: Floor) -> DayHours:
    """A student's day: every lesson held counts, signed or not (A7)."""
    held, away = list(lessons), list(stretches)
    units = _total(each.slot.units for each in held)
    unsigned = _total(each.slot.units for each in held if not each.signed)
    if any(each.whole_day and each.kind is EventKind.ABSENT for each in away):
        return DayHours(units, units, unsigned)
    missed = _total(missed_units(each.slot, away, floor) for each in held) if away else ZERO
    return DayHours(units, missed, unsigned)


def _total(units: Iterable[Fraction]) -> Fraction:
    return sum(units, ZERO)
