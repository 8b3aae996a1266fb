"""Questions about the school that core and plugins ask: calendar, slots, rosters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from registro_core.db.dated import holds_on
from registro_core.db.once import once
from registro_core.items import ReligionChoice, Slot
from registro_core.people.models import Person
from registro_core.school.models import (
    BellSchedule,
    BellSlot,
    Enrolment,
    GroupMember,
    Holiday,
    SchoolClass,
    SchoolYear,
)

SATURDAY = 6


@dataclass(frozen=True)
class RosterRow:
    """A student of a class on a day, with what a roll needs."""

    student_id: int
    surname: str
    given_name: str
    birth_date: date | None
    religion: ReligionChoice

    @property
    def name(self) -> str:
        """Surname first, as registers list students."""
        return f"{self.surname} {self.given_name}"


def year_of(session: Session, day: date) -> SchoolYear | None:
    """The school year of a day; between years the latest one that has begun."""
    statement = (
        select(SchoolYear)
        .where(SchoolYear.starts_on <= day)
        .order_by(SchoolYear.starts_on.desc())
        .limit(1)
    )
    return session.scalars(statement).first()


def roster(session: Session, class_id: int, day: date) -> list[RosterRow]:
    """The students of a class on a day, by surname: nobody who was elsewhere that day (A9)."""
    return _roster_rows(session, Enrolment.class_id == class_id, day)


def roster_of_group(session: Session, group_id: int, day: date) -> list[RosterRow]:
    """The students of a group on a day, by surname (L5)."""
    members = select(GroupMember.student_id).where(
        GroupMember.group_id == group_id,
        holds_on(GroupMember, day),
    )
    return _roster_rows(session, Enrolment.student_id.in_(members), day)


def _roster_rows(session: Session, condition: ColumnElement[bool], day: date) -> list[RosterRow]:
    statement = (
        select(Person.id, Person.surname, Person.given_name, Person.birth_date, Enrolment.religion)
        .join(Enrolment, Enrolment.student_id == Person.id)
        .where(
            condition,
            holds_on(Enrolment, day),
        )
        .order_by(Person.surname, Person.given_name, Person.id)
    )
    return [RosterRow(*row) for row in session.execute(statement)]


def class_with_year(session: Session, class_id: int) -> tuple[SchoolClass, SchoolYear] | None:
    """A class and its school year: one statement for what nearly every page of a class needs."""
    statement = (
        select(SchoolClass, SchoolYear)
        .join(SchoolYear, SchoolYear.id == SchoolClass.year_id)
        .where(SchoolClass.id == class_id)
    )
    found = session.execute(statement).first()
    return (found[0], found[1]) if found else None


def slots_of_day(session: Session, school_class: SchoolClass, day: date) -> tuple[Slot, ...]:
    """The hours of a class on a day by the bell schedule; none on a holiday."""
    return slots_of_days(session, school_class, day, day).get(day, ())


def slots_of_days(
    session: Session, school_class: SchoolClass, first_day: date, last_day: date
) -> dict[date, tuple[Slot, ...]]:
    """The hours of a class for each school day of a period, both ends included: two statements.

    Holidays, days outside the school year and, for a short week, Saturdays are left out.
    """
    year = session.get_one(SchoolYear, school_class.year_id)
    holidays = holidays_of_year(session, year, school_class.site_id)
    schedules = bell_schedules(session, school_class.site_id)
    return {
        day: slots
        for day in each_day(first_day, last_day)
        if year.starts_on <= day <= year.ends_on
        and day not in holidays
        and not (school_class.short_week and day.isoweekday() == SATURDAY)
        and (slots := schedules.on(day))
    }


@dataclass(frozen=True)
class BellSchedules:
    """All bell schedules of a site: each holds until the next begins."""

    # (valid from, weekday -> slots), oldest first.
    versions: tuple[tuple[date, dict[int, tuple[Slot, ...]]], ...]

    def on(self, day: date) -> tuple[Slot, ...]:
        """The hours of a day, in order."""
        return self.week_of(day).get(day.isoweekday(), ())

    def week_of(self, day: date) -> dict[int, tuple[Slot, ...]]:
        """The hours by weekday that hold on a day; before the first schedule, the first."""
        if not self.versions:
            return {}
        valid = [slots for start, slots in self.versions if start <= day]
        return valid[-1] if valid else self.versions[0][1]


def bell_schedules(session: Session, site_id: int) -> BellSchedules:
    """Read the bell schedules of a site: one statement."""
    return once(session, ("bell_schedules", site_id), lambda: _read_bells(session, site_id))


def _read_bells(session: Session, site_id: int) -> BellSchedules:
    statement = (
        select(
            BellSchedule.valid_from,
            BellSlot.weekday,
            BellSlot.number,
            BellSlot.starts_at,
            BellSlot.ends_at,
            BellSlot.units,
        )
        .join(BellSlot, BellSlot.schedule_id == BellSchedule.id)
        .where(BellSchedule.site_id == site_id)
        .order_by(BellSchedule.valid_from, BellSlot.weekday, BellSlot.number)
    )
    versions: dict[date, dict[int, tuple[Slot, ...]]] = {}
    for valid_from, weekday, number, starts_at, ends_at, units in session.execute(statement):
        week = versions.setdefault(valid_from, {})
        slot = Slot(number, starts_at, ends_at, units)
        week[weekday] = (*week.get(weekday, ()), slot)
    return BellSchedules(tuple(versions.items()))


def holidays_of_year(session: Session, year: SchoolYear, site_id: int) -> frozenset[date]:
    """The days without lessons of a school year at a site: one statement.

    Sundays are free because bell schedules have no hours then, not by rule.
    """
    statement = select(Holiday.day).where(
        Holiday.day.between(year.starts_on, year.ends_on),
        or_(Holiday.site_id.is_(None), Holiday.site_id == site_id),
    )
    return once(
        session,
        holidays_key(year, site_id),
        lambda: frozenset(session.scalars(statement)),
    )


def holidays_key(year: SchoolYear, site_id: int) -> tuple[str, int, int]:
    """Under which key a session that only reads remembers the holidays."""
    return ("holidays", year.id, site_id)


def each_day(first_day: date, last_day: date) -> Iterable[date]:
    """The days from one to another, both included."""
    return (first_day + timedelta(days=n) for n in range((last_day - first_day).days + 1))
