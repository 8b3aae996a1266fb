"""How a student stands: hours, counters, limit, projection."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from registro_attendance.hours import ZERO
from registro_attendance.statistics.base import YearlyHours


@dataclass(frozen=True)
class Counters:
    """Events of a year, by what rules count (A10, A11). Short lates are apart."""

    absences: int = 0
    lates: int = 0
    short_lates: int = 0
    exits: int = 0


@dataclass(frozen=True)
class Standing:
    """A student's year until a day, in exact units.

    `absent` is gross: hours of a previous school included (A16), excused ones
    too. A deroga never deletes hours: `net` is shown beside it (A13).
    """

    student_id: int
    yearly: YearlyHours
    held: Fraction = ZERO
    missed: Fraction = ZERO
    previous: Fraction = ZERO
    excused: Fraction = ZERO
    # Held while the school kept the student from lessons: no absence (B2).
    removed: Fraction = ZERO
    # Held without a signature: the gap between timetable and register (A7).
    unsigned: Fraction = ZERO
    counters: Counters = field(default_factory=Counters)
    limit_on: date | None = None

    @property
    def absent(self) -> Fraction:
        """All hours of absence, gross."""
        return self.missed + self.previous

    @property
    def net(self) -> Fraction:
        """Hours of absence without those that a deroga may excuse."""
        return self.absent - self.excused

    @property
    def share(self) -> Fraction:
        """Hours of absence as a part of the yearly hours."""
        return self.absent / self.yearly.hours if self.yearly.hours else ZERO

    @property
    def passes(self) -> bool:
        """Whether the student attends enough (A2)."""
        return self.yearly.passes(self.absent)

    def level(self, first: Fraction, second: Fraction) -> int:
        """0 calm, 1 and 2 past the warning shares, 3 past the limit; 0 where no rule holds."""
        if self.yearly.limit is None:
            return 0
        if not self.passes:
            return 3
        return int(self.share >= first) + int(self.share >= second)
