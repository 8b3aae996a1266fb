"""Bell schedules as the office types them: one hour a line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from fractions import Fraction

from registro_core.items import Slot

MAXIMUM_UNITS = 3


class BadLine(ValueError):
    """A line that is no hour, or overlaps another: `number` counts from 1."""

    def __init__(self, number: int, why: str) -> None:
        """`why` is "shape", "order" or "overlap"."""
        super().__init__(f"line {number}: {why}")
        self.number = number
        self.why = why


@dataclass(frozen=True)
class Hour:
    """An hour of a weekday (Monday is 1)."""

    weekday: int
    slot: Slot


def parse_hours(text: str) -> list[Hour]:
    """Read the lines of a schedule; raise `BadLine` for the first that cannot be."""
    hours: list[Hour] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            hour = _parse(line, number)
            if any(_clash(hour, other) for other in hours):
                raise BadLine(number, "overlap")
            hours.append(hour)
    return sorted(hours, key=lambda hour: (hour.weekday, hour.slot.number))


def write_hours(hours: Iterable[Hour]) -> str:
    """The lines of a schedule, as `parse_hours` reads them."""
    return "\n".join(
        f"{hour.weekday} {hour.slot.number} {hour.slot.starts_at:%H:%M} "
        f"{hour.slot.ends_at:%H:%M} {hour.slot.units}"
        for hour in hours
    )


def _parse(line: str, number: int) -> Hour:
    try:
        weekday, slot, start, end, units = line.replace(";", " ").split()
        hour = Hour(int(weekday), Slot(int(slot), _time(start), _time(end), _units(units)))
    except (ValueError, ZeroDivisionError):
        raise BadLine(number, "shape") from None
    if not (1 <= hour.weekday <= 7 and 1 <= hour.slot.number <= 20):
        raise BadLine(number, "shape")
    if hour.slot.ends_at <= hour.slot.starts_at:
        raise BadLine(number, "order")
    return hour


def _time(text: str) -> time:
    hour, minute = text.replace(".", ":").split(":")
    return time(int(hour), int(minute))


def _units(text: str) -> Fraction:
    units = Fraction(text.replace(",", "."))
    if not 0 < units <= MAXIMUM_UNITS:
        raise ValueError(text)
    return units


def _clash(one: Hour, other: Hour) -> bool:
    if one.weekday != other.weekday:
        return False
    same = one.slot.number == other.slot.number
    return same or (
        one.slot.starts_at < other.slot.ends_at and other.slot.starts_at < one.slot.ends_at
    )
