"""What a plugin learns about the demo school that it fills with history.

Everything stored refers to these plain records: a plugin needs no query to
fill months of lessons and absences.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from random import Random

from registro_core.items import ReligionChoice, Slot, TeachingKind


class DemoSize(StrEnum):
    """How large the demo school is."""

    SMALL = "small"
    REFERENCE = "reference"


@dataclass(frozen=True)
class DemoStudent:
    """A student, in the one class they are in for the whole year."""

    id: int
    class_id: int
    birth_date: date
    religion: ReligionChoice
    guardian_ids: tuple[int, ...]

    def is_adult(self, day: date) -> bool:
        """Whether the student is eighteen on a day (born on 29 February: on 1 March)."""
        birth = self.birth_date
        years = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
        return years >= 18


@dataclass(frozen=True)
class DemoTeaching:
    """A *cattedra*: who teaches which subject to which class, and for how many slots a week.

    A support teaching names its student. A lab teaching goes along with the
    curricular one of the same subject, an alternative one with religion: each
    of these teachers follows always the same colleague, so they never clash.
    Civic education has no slots of its own.
    """

    id: int
    teacher_id: int
    class_id: int
    subject_id: int
    subject_name: str
    kind: TeachingKind
    weekly_slots: int
    student_id: int | None = None


@dataclass(frozen=True)
class DemoClass:
    """A class with its students (in the order of the register) and teachings.

    The weekly slots of its curricular teachings add up to the slots of the
    week, and no teacher has more than eighteen: a timetable without clashes exists.
    """

    id: int
    name: str
    grade: int
    site_id: int
    coordinator_id: int
    students: tuple[DemoStudent, ...]
    teachings: tuple[DemoTeaching, ...]


@dataclass(frozen=True)
class DemoSchool:
    """The demo school as the core made it, and the only source of chance to use.

    `random` is seeded for the plugin it is handed to: what one plugin draws
    does not change what another does. `sign_ins` maps user names to person ids;
    the teacher `docente` is expected to have lessons today.
    """

    size: DemoSize
    random: Random
    today: date
    now: datetime
    year_id: int
    first_day: date
    last_day: date
    holidays: frozenset[date]
    # By ISO weekday; a weekday that is missing has no lessons.
    slots: Mapping[int, tuple[Slot, ...]]
    classes: tuple[DemoClass, ...]
    sign_ins: Mapping[str, int]
    head_id: int
    office_id: int

    @cached_property
    def school_days(self) -> tuple[date, ...]:
        """The days with lessons from the first of the year to today, both included."""
        return self.days_until(self.today)

    def days_until(self, last_day: date) -> tuple[date, ...]:
        """Return the days with lessons from the first of the year to a day, both included."""
        length = (last_day - self.first_day).days + 1
        days = (self.first_day + timedelta(days=offset) for offset in range(length))
        return tuple(day for day in days if self.is_school_day(day))

    def is_school_day(self, day: date) -> bool:
        """Whether there are lessons on a day."""
        inside = self.first_day <= day <= self.last_day
        return inside and day not in self.holidays and day.isoweekday() in self.slots

    @cached_property
    def students(self) -> tuple[DemoStudent, ...]:
        """All students, class by class."""
        return tuple(student for each in self.classes for student in each.students)

    @cached_property
    def teachings(self) -> tuple[DemoTeaching, ...]:
        """All teachings, class by class."""
        return tuple(teaching for each in self.classes for teaching in each.teachings)
