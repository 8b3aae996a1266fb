"""Changing the calendar and the lists of the school; every change is audited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from registro_core.db.base import Base, Versioned
from registro_core.db.versions import check_version
from registro_core.office.calendar.bells import Hour
from registro_core.office.people.services import Office, plain
from registro_core.school import services as school
from registro_core.school.locks.models import ClosedTerm
from registro_core.school.models import (
    BellSchedule,
    BellSlot,
    Holiday,
    SchoolYear,
    Site,
    Subject,
    Term,
)


class Refused(Exception):
    """The change would break something: "overlap", "outside", "closed", "taken" or "used"."""


@dataclass(frozen=True)
class Calendar:
    """What the page shows: years, and terms and holidays of the current one."""

    years: list[SchoolYear]
    current: SchoolYear | None
    terms: list[Term]
    holidays: list[Holiday]
    sites: list[Site]
    subjects: list[Subject]
    schedules: list[BellSchedule]


def read_calendar(session: Session, today: date) -> Calendar:
    """Everything the calendar page shows: seven statements."""
    year = school.year_of(session, today)
    years = list(session.scalars(select(SchoolYear).order_by(SchoolYear.starts_on.desc())))
    # Before the very first day of lessons the next year is what one prepares.
    year = year or (years[-1] if years else None)
    return Calendar(
        years=years,
        current=year,
        terms=_terms(session, year),
        holidays=_holidays(session, year),
        sites=list(session.scalars(select(Site).order_by(Site.name))),
        subjects=list(session.scalars(select(Subject).order_by(Subject.name))),
        schedules=list(session.scalars(select(BellSchedule).order_by(BellSchedule.valid_from))),
    )


def _terms(session: Session, year: SchoolYear | None) -> list[Term]:
    statement = select(Term).where(Term.year_id == (year.id if year else 0))
    return list(session.scalars(statement.order_by(Term.starts_on)))


def _holidays(session: Session, year: SchoolYear | None) -> list[Holiday]:
    if year is None:
        return []
    statement = select(Holiday).where(Holiday.day.between(year.starts_on, year.ends_on))
    return list(session.scalars(statement.order_by(Holiday.day, Holiday.site_id)))


def save(office: Office, row: Base, values: Mapping[str, Any], version: int | None) -> None:
    """Store new or changed values of a year, term, site or subject.

    Raise `Conflict` for another version, `Refused` if dates overlap, a name is taken, or a
    term's days would move though it is closed for a class (L7a).
    """
    new = row not in office.session
    if isinstance(row, Versioned) and not new:
        check_version(row, version or 0)
    before = {} if new else {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    if isinstance(row, Term | SchoolYear):
        _refuse_overlap(office.session, row)
    if isinstance(row, Term) and not new and _moved(before, row):
        _refuse_closed(office.session, row)
    _store(office.session, row)
    kind = type(row).__tablename__
    act = f"{kind}.{'added' if new else 'changed'}"
    office.record(act, row, row.id, plain(before), plain(values))  # type: ignore[attr-defined]


def _moved(before: Mapping[str, Any], row: Term) -> bool:
    return (before["starts_on"], before["ends_on"]) != (row.starts_on, row.ends_on)


def _refuse_closed(session: Session, term: Term) -> None:
    """Moving the days of a closed term would free some of them (L7a)."""
    with session.no_autoflush:
        closed = select(ClosedTerm.class_id).where(ClosedTerm.term_id == term.id).limit(1)
        if session.scalars(closed).first() is not None:
            raise Refused("closed")


def _store(session: Session, row: Base) -> None:
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as error:
        raise Refused("taken") from error


def _refuse_overlap(session: Session, row: Term | SchoolYear) -> None:
    table = type(row)
    with session.no_autoflush:
        others = select(table).where(
            table.id != (row.id or 0),
            table.starts_on <= row.ends_on,
            table.ends_on >= row.starts_on,
        )
        if session.scalars(others).first() is not None:
            raise Refused("overlap")
        if isinstance(row, Term):
            year = session.get_one(SchoolYear, row.year_id)
            if not year.starts_on <= row.starts_on <= row.ends_on <= year.ends_on:
                raise Refused("outside")


def add_holidays(
    office: Office, first_day: date, last_day: date, description: str, site_id: int | None
) -> int:
    """Add days without lessons; days that are free already stay as they are. Return how many."""
    known = set(
        office.session.scalars(
            select(Holiday.day).where(
                Holiday.day.between(first_day, last_day),
                Holiday.site_id.is_(None) | (Holiday.site_id == site_id),
            )
        )
    )
    days = [day for day in school.each_day(first_day, last_day) if day not in known]
    office.session.add_all(
        Holiday(day=day, description=description, site_id=site_id) for day in days
    )
    office.session.flush()
    if days:
        after = {"days": [str(day) for day in days], "description": description}
        office.record("holiday.added", Holiday(), days[0].toordinal(), {}, after)
    return len(days)


def remove_holiday(office: Office, row: Holiday) -> None:
    """Make a day a day of lessons again."""
    before = plain({"day": row.day, "description": row.description})
    office.session.delete(row)
    office.record("holiday.removed", row, row.id, before, {})


def set_bells(office: Office, site_id: int, valid_from: date, hours: list[Hour]) -> None:
    """Give a site new hours from a day: a new version; one of the same day is replaced."""
    same_day = select(BellSchedule).where(
        BellSchedule.site_id == site_id, BellSchedule.valid_from == valid_from
    )
    row = office.session.scalars(same_day).first()
    if row is None:
        row = BellSchedule(site_id=site_id, valid_from=valid_from)
        office.session.add(row)
    else:
        for slot in office.session.scalars(select(BellSlot).where(BellSlot.schedule_id == row.id)):
            office.session.delete(slot)
    office.session.flush()
    office.session.add_all(_slot(row.id, hour) for hour in hours)
    office.session.flush()
    after = {"site_id": site_id, "valid_from": str(valid_from), "hours": len(hours)}
    office.record("bells.changed", row, row.id, {}, after)


def _slot(schedule_id: int, hour: Hour) -> BellSlot:
    return BellSlot(
        schedule_id=schedule_id,
        weekday=hour.weekday,
        number=hour.slot.number,
        starts_at=hour.slot.starts_at,
        ends_at=hour.slot.ends_at,
        units=hour.slot.units,
    )
