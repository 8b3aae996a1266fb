"""When the limit is reached if absences go on at the rate they had so far."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import accumulate


class Future:
    """The school days to come with their hours, added up once for all students of a class."""

    def __init__(self, days: Iterable[tuple[date, Fraction]]) -> None:
        """`days` in order."""
        pairs = list(days)
        self._days = [day for day, _hours in pairs]
        self._sums = list(accumulate(hours for _day, hours in pairs))

    def day_past(self, hours: Fraction) -> date | None:
        """The first day by whose end more than these hours will have been held; None if none."""
        position = bisect_right(self._sums, hours)
        return self._days[position] if position < len(self._days) else None


def day_of_limit(
    absent: Fraction,
    missed_of: Fraction,
    held: Fraction,
    limit: Fraction,
    future: Future,
) -> date | None:
    """The first future day on which hours of absence pass the limit, at the present rate.

    The rate is hours missed over hours held, both at this school; None if the
    limit is not passed by the end of the year, or was passed already.

    :param absent: all hours of absence, those of a previous school included (A16).
    """
    if held <= 0 or missed_of <= 0 or absent > limit:
        return None
    return future.day_past((limit - absent) * held / missed_of)
