"""What an hour is opened with: class, school year, holidays, and whether its day is locked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from registro_core.db.once import hand_over
from registro_core.school.locks.rules import ClassIds, day_unlocked, term_closed
from registro_core.school.models import GroupClass, Holiday, SchoolClass, SchoolYear
from registro_core.school.services import holidays_key


@dataclass(frozen=True)
class Opened:
    """A class with its year, and what the database knows of locks on a day (L7)."""

    school_class: SchoolClass
    year: SchoolYear
    closed: bool
    unlocked: bool


@dataclass(frozen=True)
class Opener:
    """Who opens an hour, of which day, when."""

    person_id: int
    day: date
    now: datetime

    def locks(self, class_ids: ClassIds) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        """SQL: whether the day is in a closed term, and whether it was given free."""
        free = day_unlocked(class_ids, self.person_id, self.day, self.now)
        return term_closed(class_ids, self.day), free


def open_class(session: Session, class_id: int, opener: Opener) -> Opened | None:
    """The class of an hour, with the holidays of its year: one statement.

    `holidays_of_year` has them at hand.
    """
    free = Holiday.day.between(SchoolYear.starts_on, SchoolYear.ends_on) & or_(
        Holiday.site_id.is_(None), Holiday.site_id == SchoolClass.site_id
    )
    statement = (
        _with_year(opener.locks([class_id]))
        .add_columns(Holiday.day)
        .outerjoin(Holiday, free)
        .where(SchoolClass.id == class_id)
    )
    rows: Sequence[Any] = session.execute(statement).all()
    if not rows:
        return None
    opened = Opened(*rows[0][:4])
    days = frozenset(row[4] for row in rows if row[4] is not None)
    key = holidays_key(opened.year, opened.school_class.site_id)
    hand_over(session, key, days)
    return opened


def open_group(session: Session, group_id: int, opener: Opener) -> Opened | None:
    """The class by whose bell schedule a group's hours run: one statement.

    A closed term of any class of the group locks the hour.
    """
    classes = select(GroupClass.class_id).where(GroupClass.group_id == group_id)
    statement = (
        _with_year(opener.locks(classes))
        .join(GroupClass, GroupClass.class_id == SchoolClass.id)
        .where(GroupClass.group_id == group_id)
        .order_by(SchoolClass.name)
        .limit(1)
    )
    row = session.execute(statement).first()
    return Opened(*row) if row else None


def _with_year(
    locks: tuple[ColumnElement[bool], ColumnElement[bool]],
) -> Select[SchoolClass, SchoolYear, bool, bool]:
    return select(SchoolClass, SchoolYear, *locks).join(
        SchoolYear, SchoolYear.id == SchoolClass.year_id
    )
