"""The yearly hours of a student and the limit of absence: exact fractions (A1-A4)."""

from dataclasses import dataclass
from fractions import Fraction

from registro_core.api import ReligionChoice, SchoolOrder

# Nobody in these orders fails for absences (A1).
WITHOUT_RULE = frozenset({SchoolOrder.NURSERY, SchoolOrder.PRIMARY})
# Who leaves or studies alone in the hour of religion has one hour a week less (A4).
WITHOUT_HOUR = frozenset({ReligionChoice.LEAVES, ReligionChoice.STUDIES_ALONE})
MAXIMUM_SHARE = Fraction(1, 4)
WHOLE_YEAR = Fraction(1)


@dataclass(frozen=True)
class FixedLimit:
    """A limit that the school wrote down for a class, instead of a quarter (A3)."""

    hours: Fraction
    without_religion: Fraction | None = None

    def of(self, religion: ReligionChoice) -> Fraction:
        """The limit for a student's choice of religion (A4)."""
        if religion in WITHOUT_HOUR and self.without_religion is not None:
            return self.without_religion
        return self.hours


@dataclass(frozen=True)
class YearlyHours:
    """The personalised yearly hours (*monte ore*) and the hours that may be missed.

    `limit` is None where the rule does not exist.
    """

    hours: Fraction
    limit: Fraction | None

    def passes(self, absent: Fraction) -> bool:
        """Whether the student attended enough (A2): exact, never rounded."""
        return self.limit is None or absent <= self.limit


def yearly_hours(
    weekly_hours: Fraction,
    weeks: int,
    religion: ReligionChoice,
    order: SchoolOrder,
    *,
    share: Fraction = WHOLE_YEAR,
    fixed: FixedLimit | None = None,
) -> YearlyHours:
    """The yearly hours of a student: weekly hours x weeks (A1), personalised (A4).

    :param share: the part of the school year's days on which the student was
        enrolled. Who came in the middle of the year without hours from another
        school answers for that part alone: hours and limit are reduced alike.
        Who brings hours of another school (A16) answers for the whole year.
    :param fixed: a limit from the school's table (A3), reduced in the same way.
    """
    own = weekly_hours - 1 if religion in WITHOUT_HOUR else weekly_hours
    hours = own * weeks * share
    if order in WITHOUT_RULE:
        return YearlyHours(hours, None)
    if fixed is not None:
        return YearlyHours(hours, fixed.of(religion) * share)
    return YearlyHours(hours, hours * MAXIMUM_SHARE)
