"""Stretches of a day in which a student is not in class: cutting, joining, naming (A8).

Minutes are counted from midnight on the school's wall: 0 stands for "from the
first hour" and 1440 for "to the last", whatever the bell schedule says.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import time

from registro_attendance.models import EventKind

DAY_START, DAY_END = 0, 24 * 60


@dataclass(frozen=True, order=True)
class Stretch:
    """From `start` to `end`, in minutes, `end` not included; `start < end`."""

    start: int
    end: int
    kind: EventKind

    @property
    def whole_day(self) -> bool:
        """Whether nothing of the day is left."""
        return (self.start, self.end) == (DAY_START, DAY_END)

    def overlaps(self, start: int, end: int) -> bool:
        """Whether the stretch has a minute in common with another."""
        return self.start < end and start < self.end


def minutes_of(at: time) -> int:
    """A time of day in minutes from midnight."""
    return at.hour * 60 + at.minute


def time_of(minutes: int) -> time:
    """Minutes from midnight as a time of day; below 1440."""
    return time(*divmod(minutes, 60))


def stretch_of(kind: EventKind, starts_at: time | None, ends_at: time | None) -> Stretch:
    """An event's times as a stretch."""
    start = DAY_START if starts_at is None else minutes_of(starts_at)
    return Stretch(start, DAY_END if ends_at is None else minutes_of(ends_at), kind)


def times_of(stretch: Stretch) -> tuple[time | None, time | None]:
    """A stretch as an event stores it."""
    starts_at = None if stretch.start == DAY_START else time_of(stretch.start)
    return starts_at, None if stretch.end == DAY_END else time_of(stretch.end)


def without(stretches: Iterable[Stretch], start: int, end: int) -> list[Stretch]:
    """What is left of stretches when a span is taken out."""
    left = []
    for stretch in stretches:
        pieces = (
            replace(stretch, end=min(stretch.end, start)),
            replace(stretch, start=max(stretch.start, end)),
        )
        left += [piece for piece in pieces if piece.start < piece.end]
    return left


def tidy(stretches: Iterable[Stretch], first: int, last: int) -> list[Stretch]:
    """Stretches in order, those that touch joined, each with the kind that its shape means.

    `first` and `last` are the minutes at which the day's lessons begin and end:
    what reaches them reaches the day's ends.
    """
    joined: list[Stretch] = []
    for stretch in sorted(clamped for each in stretches if (clamped := _clamp(each, first, last))):
        if joined and joined[-1].end >= stretch.start:
            joined[-1] = _join(joined[-1], stretch)
        else:
            joined.append(stretch)
    return [_named(stretch) for stretch in joined]


def _clamp(stretch: Stretch, first: int, last: int) -> Stretch | None:
    if stretch.end <= first or stretch.start >= last:
        return None
    start = DAY_START if stretch.start <= first else stretch.start
    return replace(stretch, start=start, end=DAY_END if stretch.end >= last else stretch.end)


def _join(earlier: Stretch, later: Stretch) -> Stretch:
    # Who left, and came back late, left: the exit is what has to be explained.
    kind = later.kind if earlier.kind is EventKind.LATE else earlier.kind
    return Stretch(earlier.start, max(earlier.end, later.end), kind)


def _named(stretch: Stretch) -> Stretch:
    """Full-day absence excludes late entry and exit; coming in makes it a late entry (A8)."""
    if stretch.whole_day:
        return replace(stretch, kind=EventKind.ABSENT)
    if stretch.start == DAY_START:
        return replace(stretch, kind=EventKind.LATE)
    if stretch.kind is EventKind.LATE and stretch.end == DAY_END:
        return replace(stretch, kind=EventKind.ABSENT)
    return stretch
