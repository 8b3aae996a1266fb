"""What plugins tell each other: lessons, presence, summaries, alerts, enrolments."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from fractions import Fraction

from registro_core.items.school import ReligionChoice
from registro_core.items.text import Text


@dataclass(frozen=True)
class Slot:
    """An hour of a school day: number, start, end, and worth in units (A6, L10)."""

    number: int
    starts_at: time
    ends_at: time
    units: Fraction

    @property
    def minutes(self) -> int:
        """Length in minutes of the clock."""
        return (
            self.ends_at.hour * 60
            + self.ends_at.minute
            - self.starts_at.hour * 60
            - self.starts_at.minute
        )


@dataclass(frozen=True)
class LessonRef:
    """The natural key of a lesson, by which plugins speak of it without sharing tables.

    `slot` is the number of the bell schedule's hour on that day; a lesson of a
    group has `group_id`, and `class_id` is then the class it was opened from, or None.
    """

    class_id: int | None
    day: date
    slot: int
    group_id: int | None = None
    subject_id: int | None = None


@dataclass(frozen=True)
class ScheduledLesson:
    """A lesson as planned or held: what the timetable says, and whether it was signed.

    `religion` names the choices of the students it is for, when the hour of
    religion splits the class (L4); empty: it is for everybody. `planned` is
    False for a lesson that was signed without standing in any timetable.
    """

    ref: LessonRef
    teacher_ids: tuple[int, ...] = ()
    subject_name: str = ""
    signed: bool = False
    cancelled: bool = False
    room: str = ""
    religion: frozenset[ReligionChoice] = frozenset()
    planned: bool = True


class PresenceState(StrEnum):
    """Where a student is, as far as the school knows."""

    PRESENT = "present"
    ABSENT = "absent"
    LATE = "late"
    LEFT = "left"
    OUTSIDE = "outside"
    # Kept from lessons by the school, as a sanction (B2).
    REMOVED = "removed"
    NOT_TAKEN = "not-taken"


@dataclass(frozen=True)
class Presence:
    """A student's state on a day, with the time of entry or exit where there is one."""

    state: PresenceState
    at: time | None = None


@dataclass(frozen=True)
class Absence:
    """A stretch of a day in which a student was not in school.

    None is the beginning of the day, or its end: without either it is the whole day.
    """

    student_id: int
    day: date
    starts_at: time | None = None
    ends_at: time | None = None

    @property
    def whole_day(self) -> bool:
        """Whether the student was not in school at all that day."""
        return self.starts_at is None and self.ends_at is None

    def covers(self, starts_at: time, ends_at: time) -> bool:
        """Whether the student missed an hour wholly."""
        begun = self.starts_at is None or self.starts_at <= starts_at
        return begun and (self.ends_at is None or self.ends_at >= ends_at)


@dataclass(frozen=True)
class Removal:
    """Days on which the school keeps a student from lessons (*allontanamento*, B2).

    Not an absence of the family: nobody justifies it. Why is nobody's business who calls a
    roll; `in_school` says that the student is in the building, busy with something else.
    """

    student_id: int
    first_day: date
    last_day: date
    in_school: bool = True

    def covers(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class AttendanceSummary:
    """Hours of absence against the limit, in exact units (A1-A4)."""

    scheduled: Fraction
    absent: Fraction
    limit: Fraction
    excused: Fraction = Fraction(0)

    @property
    def over_limit(self) -> bool:
        """Whether the limit is passed: exact, never rounded (A2)."""
        return self.absent > self.limit


@dataclass(frozen=True)
class SubjectResult:
    """What a student's marks in a subject come to.

    `average` is exact and None where nothing counts; where there are judgements,
    `judgement` is the middle one. `count` is how many marks there are, `insufficient` how
    many below the pass mark, `missing` how many class tests the student has no mark of.
    """

    student_id: int
    subject_id: int
    average: Fraction | None = None
    judgement: str = ""
    count: int = 0
    insufficient: int = 0
    missing: int = 0


@dataclass(frozen=True)
class StudentAlert:
    """Something that teachers responsible for a student should look at.

    `permission`: held for the class by whom it is shown to, the one of the page at `path`.
    """

    student_id: int
    key: str
    message: Text
    permission: str
    path: str = ""
    severity: int = 1


@dataclass(frozen=True)
class ReportSection:
    """Something to print on the report card (*pagella*) of one student, besides the marks.

    It is for the card of this student alone: who prints it says who may read that card, and the
    student does. `rows` are plain texts, one paragraph each; sections come in the order of
    `order`. `key` tells the sections of a card apart, as in "grades:observations".
    """

    student_id: int
    key: str
    title: Text
    rows: tuple[str, ...]
    order: int = 100


@dataclass(frozen=True)
class EnrolmentEvent:
    """A student joins or leaves a class; `at` is the instant in which the office says so."""

    student_id: int
    class_id: int
    day: date
    at: datetime | None = None
