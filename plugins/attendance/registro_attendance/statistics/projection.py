"""When the limit is reached if absences go on at the rate they had so far."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction


def day_of_limit(
    absent: Fraction,
    missed_of: Fraction,
    held: Fraction,
    limit: Fraction,
    future: Iterable[tuple[date, Fraction]],
) -> date | None:
    """The first future day on which hours of absence pass the limit, at the present rate.

    The rate is hours missed over hours held, both at this school; None if the
    limit is not passed by the end of `future`, or was passed already.

    :param absent: all hours of absence, those of a previous school included (A16).
    :param future: school days to come with their hours, in order.
    """
    if held <= 0 or missed_of <= 0 or absent > limit:
        return None
    rate = missed_of / held
    for day, hours in future:
        absent += rate * hours
        if absent > limit:
            return day
    return None
