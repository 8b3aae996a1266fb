"""On which days a class has school, for many classes at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import (
    BellSchedules,
    Holiday,
    SchoolClass,
    SchoolYear,
    Slot,
    bell_schedules,
    holidays_of_year,
    once,
)

SATURDAY = 6


@dataclass(frozen=True)
class ClassWeek:
    """What decides the school days of a class."""

    site_id: int
    short_week: bool
    year_starts_on: date
    year_ends_on: date


@dataclass(frozen=True)
class SchoolDays:
    """The calendar of some classes: holidays of their sites, bell schedules, short weeks."""

    classes: dict[int, ClassWeek] = field(default_factory=dict)
    schedules: dict[int, BellSchedules] = field(default_factory=dict)
    # (day, site); site None: a holiday of the whole school.
    holidays: frozenset[tuple[date, int | None]] = frozenset()

    def is_school_day(self, class_id: int, day: date) -> bool:
        """Whether the class has lessons on a day, by the calendar of its site (A12)."""
        return bool(self.slots(class_id, day))

    def slots(self, class_id: int, day: date) -> tuple[Slot, ...]:
        """The hours of a class on a day; none on a day without school."""
        week = self.classes[class_id]
        if not week.year_starts_on <= day <= week.year_ends_on:
            return ()
        if not self.holidays.isdisjoint({(day, None), (day, week.site_id)}):
            return ()
        if week.short_week and day.isoweekday() == SATURDAY:
            return ()
        return self.schedules[week.site_id].on(day)


def calendar_of(session: Session, school_class: SchoolClass, year: SchoolYear) -> SchoolDays:
    """The calendar of one class that is at hand: what its page has read, in two statements."""
    site_id = school_class.site_id
    week = ClassWeek(site_id, school_class.short_week, year.starts_on, year.ends_on)
    return SchoolDays(
        {school_class.id: week},
        {site_id: bell_schedules(session, site_id)},
        frozenset((day, site_id) for day in holidays_of_year(session, year, site_id)),
    )


def school_days(session: Session, class_ids: Collection[int]) -> SchoolDays:
    """Read the calendar of classes: one statement, and one for each of their sites.

    Asked once in a session that only reads: several parts of a page want the same.
    """
    key = ("attendance.school_days", frozenset(class_ids))
    return once(session, key, lambda: _read(session, class_ids))


def _read(session: Session, class_ids: Collection[int]) -> SchoolDays:
    if not class_ids:
        return SchoolDays()
    # A class of a year without holidays has a row too.
    rows: Sequence[Any] = session.execute(
        select(
            SchoolClass.id,
            SchoolClass.site_id,
            SchoolClass.short_week,
            SchoolYear.starts_on,
            SchoolYear.ends_on,
            Holiday.day,
            Holiday.site_id,
        )
        .join(SchoolYear, SchoolYear.id == SchoolClass.year_id)
        .outerjoin(Holiday, Holiday.day.between(SchoolYear.starts_on, SchoolYear.ends_on))
        .where(SchoolClass.id.in_(class_ids))
    ).all()
    classes = {row.id: ClassWeek(*row[1:5]) for row in rows}
    sites = {week.site_id for week in classes.values()}
    return SchoolDays(
        classes,
        {site_id: bell_schedules(session, site_id) for site_id in sorted(sites)},
        frozenset((day, site_id) for *_class, day, site_id in rows if day is not None),
    )
