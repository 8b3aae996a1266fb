"""When a request is in time, and on which days a permit counts: pure rules (J3, J4)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from registro_attendance.day.stretches import DAY_END, DAY_START, Stretch, minutes_of
from registro_attendance.family import settings as names
from registro_attendance.models import EventKind
from registro_attendance.permits.models import PermitKind
from registro_core.api import SchoolSettings, school_instant

# Who comes or leaves a few minutes off the permit's time still has it.
TOLERANCE = 15
LONGEST = timedelta(days=400)


@dataclass(frozen=True)
class Closing:
    """Until when the school takes requests."""

    closes_at: time = time(16)
    announce_until_lessons: bool = True


def closing_of(settings: SchoolSettings) -> Closing:
    """Read the school's choices."""
    return Closing(
        settings.time(names.REQUEST_CLOSES_AT.name),
        settings.text(names.ANNOUNCE_UNTIL.name) == names.LESSONS_START,
    )


def deadline(
    closing: Closing, kind: PermitKind, first_day: date, lessons_start: time | None
) -> datetime:
    """The last instant at which a request for a day is taken.

    Late entries and early exits close the day before (J4); an absence may be
    announced until the day's lessons begin, where the school allows it (J3).
    """
    if kind is PermitKind.ABSENCE and closing.announce_until_lessons and lessons_start is not None:
        return school_instant(first_day, lessons_start)
    return school_instant(first_day - timedelta(days=1), closing.closes_at)


def counts_on(first_day: date, last_day: date, weekdays: str | None, day: date) -> bool:
    """Whether a permit speaks of a day."""
    if not first_day <= day <= last_day:
        return False
    return not weekdays or str(day.isoweekday()) in weekdays


def covers(kind: PermitKind, at: time | None, stretch: Stretch) -> bool:
    """Whether an event is what a permit allowed.

    In later or out earlier than allowed, by more than the tolerance, is
    something else and has to be justified.
    """
    if kind is PermitKind.ABSENCE:
        return stretch.kind in {EventKind.ABSENT, EventKind.LATE}
    if at is None:
        return False
    if kind is PermitKind.LATE_ENTRY:
        late = stretch.kind is EventKind.LATE and stretch.start == DAY_START
        return late and stretch.end <= minutes_of(at) + TOLERANCE
    leaves = stretch.kind is EventKind.EXIT and stretch.end == DAY_END
    return leaves and stretch.start >= minutes_of(at) - TOLERANCE
