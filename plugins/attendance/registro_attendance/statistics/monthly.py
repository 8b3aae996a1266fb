"""The monthly summary of a class, as the office keeps it: a row a student, a column a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from registro_attendance.hours import ZERO, Floor, day_hours
from registro_attendance.removed import removed
from registro_attendance.settings import FLOOR
from registro_attendance.statistics.calendar import Held, held_hours
from registro_attendance.statistics.month import REMOVED, letters_of
from registro_attendance.statistics.reading import NO_RECORD, Record, Stay, records, stays
from registro_core.api import Enrolment, Person, Removal, SchoolClass, SchoolSettings, each_day

# A day on which a student was not in the class yet, or no more (A9).
ELSEWHERE = "-"


@dataclass(frozen=True)
class MonthRow:
    """A student's month: a cell for each school day, whole days and hours missed."""

    name: str
    cells: tuple[str, ...]
    days: int
    hours: Fraction


@dataclass(frozen=True)
class MonthTable:
    """The month of a class."""

    days: tuple[date, ...]
    rows: tuple[MonthRow, ...]


def monthly_table(
    session: Session, school_class: SchoolClass, first: date, settings: SchoolSettings
) -> MonthTable:
    """The month that begins on a day, for everybody who was in the class in it."""
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    held = held_hours(session, [school_class.id], first, last)
    days = tuple(day for day in each_day(first, last) if held.slots(school_class.id, day))
    names = _students(session, school_class.id, first, last)
    there = stays(session, names, school_class.year_id)
    kept = records(session, names, first, last)
    gone = removed(session, names)
    floor = Floor(settings.text(FLOOR.name))
    rows = []
    for student, name in names.items():
        mine = [stay for stay in there[student] if stay.class_id == school_class.id]
        out = gone.by_student.get(student, ())
        rows.append(_row(name, mine, kept.get(student, NO_RECORD), out, days, held, floor))
    return MonthTable(days, tuple(rows))


def _row(
    name: str,
    mine: list[Stay],
    record: Record,
    removals: Sequence[Removal],
    days: tuple[date, ...],
    held: Held,
    floor: Floor,
) -> MonthRow:
    cells, hours, whole = [], ZERO, 0
    for day in days:
        stay = next((stay for stay in mine if stay.covers(day)), None)
        stretches = record.stretches.get(day, [])
        kept_out = any(removal.covers(day) for removal in removals)
        known = REMOVED if kept_out else letters_of(stretches)
        cells.append(ELSEWHERE if stay is None else known)
        if stay is not None and stretches:
            lessons = held.lessons(stay.class_id, day, stay.religion)
            hours += day_hours(lessons, stretches, floor).absent
            whole += letters_of(stretches) == "A" and stretches[0].whole_day
    return MonthRow(name, tuple(cells), whole, hours)


def _students(session: Session, class_id: int, first: date, last: date) -> dict[int, str]:
    """The names of all who were in a class in a period, by surname."""
    rows = session.execute(
        select(Person.id, Person.surname, Person.given_name)
        .join(Enrolment, Enrolment.student_id == Person.id)
        .where(
            Enrolment.class_id == class_id,
            Enrolment.starts_on <= last,
            or_(Enrolment.ends_on.is_(None), Enrolment.ends_on >= first),
        )
        .order_by(Person.surname, Person.given_name, Person.id)
    )
    return {student: f"{surname} {given_name}" for student, surname, given_name in rows}
