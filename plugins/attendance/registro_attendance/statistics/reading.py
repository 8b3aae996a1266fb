"""What the database knows for the standings of students: a fixed number of statements."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_attendance.day.stretches import Stretch, stretch_of
from registro_attendance.models import ClassLimit, Derogation, Event, EventKind, PreviousHours
from registro_attendance.removed import Removed, removed
from registro_attendance.statistics.base import FixedLimit
from registro_attendance.statistics.standing import Counters
from registro_core.api import Enrolment, ReligionChoice, SchoolClass, SchoolOrder


@dataclass(frozen=True)
class Stay:
    """A student's stay in a class of the year, with what the rule needs of both."""

    student_id: int
    class_id: int
    starts_on: date
    ends_on: date | None
    religion: ReligionChoice
    order: SchoolOrder
    weekly_hours: Fraction | None

    def covers(self, day: date) -> bool:
        """Whether the student was in the class on a day (A9)."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def stays(session: Session, student_ids: Collection[int], year_id: int) -> dict[int, list[Stay]]:
    """The stays of students in classes of a year, oldest first."""
    rows = session.execute(
        select(
            Enrolment.student_id,
            Enrolment.class_id,
            Enrolment.starts_on,
            Enrolment.ends_on,
            Enrolment.religion,
            SchoolClass.order,
            SchoolClass.weekly_hours,
        )
        .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
        .where(Enrolment.student_id.in_(student_ids), SchoolClass.year_id == year_id)
        .order_by(Enrolment.starts_on)
    )
    found: dict[int, list[Stay]] = defaultdict(list)
    for row in rows:
        found[row.student_id].append(Stay(*row))
    return dict(found)


@dataclass(frozen=True)
class Record:
    """A student's events: stretches by day, and how often what happened."""

    stretches: dict[date, list[Stretch]]
    counters: Counters


NO_RECORD = Record({}, Counters())


def records(
    session: Session, student_ids: Collection[int], first_day: date, last_day: date
) -> dict[int, Record]:
    """The events of students in a period, but on days of a removal (B2)."""
    rows = session.execute(
        select(
            Event.student_id,
            Event.day,
            Event.kind,
            Event.starts_at,
            Event.ends_at,
            Event.short_late,
        ).where(
            Event.student_id.in_(student_ids),
            Event.day.between(first_day, last_day),
            Event.cancelled_at.is_(None),
        )
    ).all()
    gone = removed(session, student_ids) if rows else Removed()
    stretches: dict[int, dict[date, list[Stretch]]] = defaultdict(lambda: defaultdict(list))
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for student_id, day, kind, starts_at, ends_at, short_late in rows:
        if gone.on(student_id, day) is not None:
            continue
        stretch = stretch_of(kind, starts_at, ends_at)
        stretches[student_id][day].append(stretch)
        if name := _counted(stretch, short_late=short_late):
            counts[student_id][name] += 1
    return {
        student: Record(dict(days), Counters(**counts[student]))
        for student, days in stretches.items()
    }


def _counted(stretch: Stretch, *, short_late: bool) -> str | None:
    """The counter of an event (A10, A11); absence from some hours is no whole day."""
    if stretch.whole_day and stretch.kind is EventKind.ABSENT:
        return "absences"
    if stretch.kind is EventKind.LATE:
        return "short_lates" if short_late else "lates"
    return "exits" if stretch.kind is EventKind.EXIT else None


def previous_hours(
    session: Session, student_ids: Collection[int], year_id: int
) -> dict[int, Fraction]:
    """Hours of absence made at other schools this year (A16). Summed here: they are exact."""
    rows = session.execute(
        select(PreviousHours.student_id, PreviousHours.hours).where(
            PreviousHours.student_id.in_(student_ids),
            PreviousHours.year_id == year_id,
            PreviousHours.cancelled_at.is_(None),
        )
    )
    totals: dict[int, Fraction] = {}
    for student_id, hours in rows:
        totals[student_id] = totals.get(student_id, Fraction(0)) + hours
    return totals


def excused_days(
    session: Session, student_ids: Collection[int], first_day: date, last_day: date
) -> dict[int, list[tuple[date, date]]]:
    """The periods covered by a deroga (A13)."""
    rows = session.execute(
        select(Derogation.student_id, Derogation.first_day, Derogation.last_day).where(
            Derogation.student_id.in_(student_ids),
            Derogation.first_day <= last_day,
            Derogation.last_day >= first_day,
            Derogation.cancelled_at.is_(None),
        )
    )
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for student_id, first, last in rows:
        found[student_id].append((first, last))
    return dict(found)


def fixed_limits(session: Session, class_ids: Collection[int]) -> dict[int, FixedLimit]:
    """The limits the school wrote down for classes (A3)."""
    rows = session.execute(
        select(ClassLimit.class_id, ClassLimit.hours, ClassLimit.without_religion).where(
            ClassLimit.class_id.in_(class_ids)
        )
    )
    return {class_id: FixedLimit(hours, without) for class_id, hours, without in rows}
