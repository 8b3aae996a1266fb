"""Units taught against units planned, per teacher and week: the ledger of recovery (L10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registro_core.api import GroupClass, SchoolClass, Slot
from registro_lessons.models import Lesson, Signature, SignatureKind
from registro_lessons.services.hours import due_hours, read_bells
from registro_lessons.services.names import names_of

NOTHING = Fraction(0)


@dataclass(frozen=True)
class UnitRules:
    """What a unit is worth: minutes of service, and whether shorter hours are made up for.

    Reductions for outside causes are not recovered, didactic ones are (L10).
    """

    hour_minutes: int = 60
    recover: bool = False

    def owed(self, slot: Slot) -> Fraction:
        """Minutes that a teacher owes for an hour shorter than its units."""
        return max(NOTHING, slot.units * self.hour_minutes - slot.minutes)


@dataclass
class WeekUnits:
    """A teacher's week: units by the timetable, units held, units of supply, minutes to recover."""

    teacher_id: int
    teacher: str
    monday: date
    planned: Fraction = NOTHING
    taught: Fraction = NOTHING
    supply: Fraction = NOTHING
    to_recover: Fraction = NOTHING

    @property
    def difference(self) -> Fraction:
        """Units held, supplies included, less units planned."""
        return self.taught + self.supply - self.planned


def units(
    session: Session,
    first_day: date,
    last_day: date,
    rules: UnitRules,
    *,
    teacher_id: int | None = None,
) -> list[WeekUnits]:
    """The ledger of a period, by teacher and week; only weeks with something in them."""
    weeks: dict[tuple[int, date], WeekUnits] = {}

    def week(teacher: int, day: date) -> WeekUnits:
        monday = day - timedelta(days=day.weekday())
        return weeks.setdefault((teacher, monday), WeekUnits(teacher, "", monday))

    for hour in due_hours(session, first_day, last_day, teacher_id=teacher_id):
        week(hour.teacher_id, hour.day).planned += hour.slot.units
    for row, slot in _held(session, first_day, last_day, teacher_id):
        own = week(row.teacher_id, row.day)
        if row.kind is SignatureKind.SUBSTITUTION:
            own.supply += slot.units
        else:
            own.taught += slot.units
        if rules.recover:
            own.to_recover += rules.owed(slot)
    names = names_of(session, {each.teacher_id for each in weeks.values()})
    for each in weeks.values():
        each.teacher = names.get(each.teacher_id, "")
    return sorted(weeks.values(), key=lambda w: (w.teacher, w.teacher_id, w.monday))


def _held(
    session: Session, first_day: date, last_day: date, teacher_id: int | None
) -> Iterator[tuple[Any, Slot]]:
    """Signatures with the hour they were for, by the bells of the site."""
    first_class = (
        select(func.min(GroupClass.class_id))
        .where(GroupClass.group_id == Lesson.group_id)
        .correlate(Lesson)
        .scalar_subquery()
    )
    statement = (
        select(
            Signature.teacher_id,
            Signature.day,
            Signature.slot,
            Signature.kind,
            SchoolClass.site_id,
        )
        .join(Lesson, Lesson.id == Signature.lesson_id)
        .join(SchoolClass, SchoolClass.id == func.coalesce(Lesson.class_id, first_class))
        .where(Signature.day.between(first_day, last_day))
    )
    if teacher_id is not None:
        statement = statement.where(Signature.teacher_id == teacher_id)
    bells = read_bells(session, first_day, last_day)
    for row in session.execute(statement):
        slot = bells.slot(row.site_id, row.day, row.slot)
        if slot is not None:
            yield row, slot
