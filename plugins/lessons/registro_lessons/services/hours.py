"""Hours that teachers are due to hold, one per teacher, with their time and worth in units."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Boolean, false, func, or_, select
from sqlalchemy.orm import Session

from registro_core.api import (
    BellSchedule,
    BellSlot,
    Group,
    GroupClass,
    Holiday,
    Person,
    SchoolClass,
    Slot,
    Subject,
    SubjectKind,
    each_day,
)
from registro_lessons.models import Cancellation, TimetableEntry
from registro_lessons.services.versions import in_force, versions_between

SATURDAY = 6

# The site by whose bells a group's hours run: that of its classes.
SITE_OF_GROUP = (
    select(func.min(SchoolClass.site_id))
    .join(GroupClass, GroupClass.class_id == SchoolClass.id)
    .where(GroupClass.group_id == TimetableEntry.group_id)
    .correlate(TimetableEntry)
    .scalar_subquery()
)


class DueHour(NamedTuple):
    """An hour of the timetable that one teacher is to hold on a day.

    A tuple, because a month of a large school has eight thousand of them.
    """

    day: date
    slot: Slot
    class_id: int | None
    group_id: int | None
    place: str
    subject_id: int
    subject: str
    support: bool
    teacher_id: int
    teacher: str
    room: str


@dataclass
class Bells:
    """Bell schedules and holidays of every site: two statements for the whole school."""

    slots: dict[int, list[tuple[date, dict[tuple[int, int], Slot]]]] = field(default_factory=dict)
    holidays: set[tuple[int | None, date]] = field(default_factory=set)

    def slot(self, site_id: int, day: date, number: int) -> Slot | None:
        """An hour of a site on a day; None on holidays and when the bells have no such hour."""
        if {(None, day), (site_id, day)} & self.holidays:
            return None
        versions = self.slots.get(site_id, [])
        valid = [week for start, week in versions if start <= day] or [w for _, w in versions[:1]]
        return valid[-1].get((day.isoweekday(), number)) if valid else None


def read_bells(session: Session, first_day: date, last_day: date) -> Bells:
    """Read the bells and the holidays of a period for all sites."""
    bells = Bells()
    statement = (
        select(
            BellSchedule.site_id,
            BellSchedule.valid_from,
            BellSlot.weekday,
            BellSlot.number,
            BellSlot.starts_at,
            BellSlot.ends_at,
            BellSlot.units,
        )
        .join(BellSlot, BellSlot.schedule_id == BellSchedule.id)
        .order_by(BellSchedule.site_id, BellSchedule.valid_from)
    )
    for site_id, valid_from, weekday, number, starts_at, ends_at, units in session.execute(
        statement
    ):
        versions = bells.slots.setdefault(site_id, [])
        if not versions or versions[-1][0] != valid_from:
            versions.append((valid_from, {}))
        versions[-1][1][weekday, number] = Slot(number, starts_at, ends_at, units)
    holidays = select(Holiday.site_id, Holiday.day).where(Holiday.day.between(first_day, last_day))
    bells.holidays = {(site_id, day) for site_id, day in session.execute(holidays)}
    return bells


def due_hours(
    session: Session,
    first_day: date,
    last_day: date,
    *,
    class_id: int | None = None,
    teacher_id: int | None = None,
) -> list[DueHour]:
    """Hours of the timetable in a period, by day and slot; cancelled ones are left out.

    Five statements, whatever the period. An hour of co-teachers comes once for each.
    """
    versions = versions_between(session, first_day, last_day)
    entries = _entries(session, [v.id for v in versions], class_id, teacher_id)
    bells = read_bells(session, first_day, last_day)
    cancelled = _cancelled(session, first_day, last_day)
    return [
        hour
        for day in each_day(first_day, last_day)
        for row in entries.get((in_force(versions, day), day.isoweekday()), ())
        if (row.class_id, row.group_id, day, row.slot) not in cancelled
        for hour in _due(row, day, bells)
    ]


def _due(row: Any, day: date, bells: Bells) -> Iterator[DueHour]:
    slot = bells.slot(row.site_id, day, row.slot)
    if slot is None or (row.short_week and day.isoweekday() == SATURDAY):
        return
    yield DueHour(
        day=day,
        slot=slot,
        class_id=row.class_id,
        group_id=row.group_id,
        place=row.place,
        subject_id=row.subject_id,
        subject=row.subject,
        support=row.subject_kind is SubjectKind.SUPPORT,
        teacher_id=row.teacher_id,
        teacher=f"{row.surname} {row.given_name}",
        room=row.room or "",
    )


def _entries(
    session: Session,
    version_ids: Collection[int],
    class_id: int | None,
    teacher_id: int | None,
) -> dict[tuple[int | None, int], list[Any]]:
    statement = (
        select(
            TimetableEntry.timetable_id,
            TimetableEntry.weekday,
            TimetableEntry.slot,
            TimetableEntry.class_id,
            TimetableEntry.group_id,
            TimetableEntry.subject_id,
            TimetableEntry.teacher_id,
            TimetableEntry.room,
            Subject.name.label("subject"),
            Subject.kind.label("subject_kind"),
            Person.surname,
            Person.given_name,
            func.coalesce(SchoolClass.name, Group.name).label("place"),
            func.coalesce(SchoolClass.site_id, SITE_OF_GROUP).label("site_id"),
            func.coalesce(SchoolClass.short_week, false(), type_=Boolean()).label("short_week"),
        )
        .join(Subject, Subject.id == TimetableEntry.subject_id)
        .join(Person, Person.id == TimetableEntry.teacher_id)
        .outerjoin(SchoolClass, SchoolClass.id == TimetableEntry.class_id)
        .outerjoin(Group, Group.id == TimetableEntry.group_id)
        .where(TimetableEntry.timetable_id.in_(version_ids))
        .order_by(TimetableEntry.slot, "place", Person.surname)
    )
    if teacher_id is not None:
        statement = statement.where(TimetableEntry.teacher_id == teacher_id)
    if class_id is not None:
        groups = select(GroupClass.group_id).where(GroupClass.class_id == class_id)
        own = TimetableEntry.class_id == class_id
        statement = statement.where(or_(own, TimetableEntry.group_id.in_(groups)))
    found: dict[tuple[int | None, int], list[Any]] = {}
    for row in session.execute(statement):
        found.setdefault((row.timetable_id, row.weekday), []).append(row)
    return found


def _cancelled(
    session: Session, first_day: date, last_day: date
) -> set[tuple[int | None, int | None, date, int]]:
    """Cancelled hours by class and, for the groups of the class, by group."""
    statement = (
        select(Cancellation.class_id, GroupClass.group_id, Cancellation.day, Cancellation.slot)
        .outerjoin(GroupClass, GroupClass.class_id == Cancellation.class_id)
        .where(Cancellation.day.between(first_day, last_day))
    )
    found: set[tuple[int | None, int | None, date, int]] = set()
    for class_id, group_id, day, slot in session.execute(statement):
        found |= {(class_id, None, day, slot), (None, group_id, day, slot)}
    return found
