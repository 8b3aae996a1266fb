"""When a meeting is, and how a stretch of time is cut into meetings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from registro_core.api import school_instant

HOUR = 60


@dataclass(frozen=True, order=True)
class Moment:
    """A meeting's day and its times on the school's wall."""

    day: date
    starts_at: time
    ends_at: time

    @property
    def begins(self) -> datetime:
        """The instant it begins, in UTC: another one at the same time of the wall in winter."""
        return school_instant(self.day, self.starts_at)

    @property
    def ends(self) -> datetime:
        """The instant it ends, in UTC."""
        return school_instant(self.day, self.ends_at)


def cut(day: date, starts_at: time, ends_at: time, minutes: int | None) -> Iterator[Moment]:
    """Meetings of so many minutes from a time to a time; what is left at the end is none.

    Raises ValueError for a length that is not positive, and for an end that is not after the start.

    :param minutes: the length of each; None: the whole stretch is one, for as many as it holds.
    """
    first, last = _minutes(starts_at), _minutes(ends_at)
    if last <= first:
        raise ValueError(f"{ends_at} is not after {starts_at}")
    length = last - first if minutes is None else minutes
    if length <= 0:
        raise ValueError(f"a meeting of {length} minutes")
    for start in range(first, last - length + 1, length):
        yield Moment(day, _time(start), _time(start + length))


def _minutes(at: time) -> int:
    return at.hour * HOUR + at.minute


def _time(minutes: int) -> time:
    return time(*divmod(minutes, HOUR))
