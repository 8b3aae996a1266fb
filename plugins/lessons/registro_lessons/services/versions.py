"""Which version of the timetable is in force on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Date, ScalarSelect, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from registro_core.api import SchoolYear
from registro_lessons.models import Timetable

# A version without an end holds until the next begins, never beyond its school year.
LAST_DAY: ColumnElement[date] = func.coalesce(Timetable.valid_to, SchoolYear.ends_on, type_=Date())


@dataclass(frozen=True)
class Version:
    """A version of the timetable and the days on which it may be in force, both included."""

    id: int
    first_day: date
    last_day: date


def in_force(versions: Sequence[Version], day: date) -> int | None:
    """The version in force on a day: the latest that has begun and not ended; None if there is none.

    Of two that begin on the same day the one made later holds.
    """
    valid = [v for v in versions if v.first_day <= day <= v.last_day]
    return max(valid, key=lambda v: (v.first_day, v.id)).id if valid else None


def version_of_day(day: date | BindParameter[date]) -> ScalarSelect[Any]:
    """SQL for the version in force on a day, by the same rule as `in_force`."""
    return (
        select(Timetable.id)
        .join(SchoolYear, SchoolYear.id == Timetable.year_id)
        .where(
            Timetable.valid_from <= day,
            or_(Timetable.valid_to.is_(None), Timetable.valid_to >= day),
            SchoolYear.starts_on <= day,
            SchoolYear.ends_on >= day,
        )
        .order_by(Timetable.valid_from.desc(), Timetable.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def versions_between(session: Session, first_day: date, last_day: date) -> list[Version]:
    """Versions that may be in force on some day of a period: one statement."""
    statement = (
        select(Timetable.id, Timetable.valid_from, LAST_DAY)
        .join(SchoolYear, SchoolYear.id == Timetable.year_id)
        .where(Timetable.valid_from <= last_day, last_day >= SchoolYear.starts_on)
        .where(first_day <= LAST_DAY)
    )
    return [Version(*row) for row in session.execute(statement)]
