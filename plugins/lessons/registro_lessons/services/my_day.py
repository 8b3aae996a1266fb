"""A teacher's day: the hours of the timetable, and whatever else was signed. Two statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, Integer, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from registro_core.api import (
    BellSchedule,
    BellSlot,
    Group,
    GroupClass,
    Holiday,
    SchoolClass,
    Subject,
    school_instant,
)
from registro_lessons.models import (
    Cancellation,
    Lesson,
    Signature,
    SignatureKind,
    TimetableEntry,
)
from registro_lessons.services.rows import Rows
from registro_lessons.services.versions import version_of_day

DAY, WEEKDAY = bindparam("day", type_=Date()), bindparam("weekday", type_=Integer())
TEACHER = bindparam("teacher_id", type_=Integer())


class HourState(StrEnum):
    """How an hour of the day stands."""

    SIGNED = "signed"
    NOW = "now"
    TO_SIGN = "to-sign"
    LATER = "later"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class MyHour:
    """An hour of a teacher's day."""

    slot: int
    starts_at: time | None
    ends_at: time | None
    class_id: int | None
    group_id: int | None
    place: str
    subject: str | None
    room: str | None
    kind: SignatureKind | None
    topic: str | None
    state: HourState

    def path(self, day: date) -> str:
        """Address of the lesson page."""
        where = (
            f"groups/{self.group_id}" if self.group_id is not None else f"classes/{self.class_id}"
        )
        return f"/{where}/lessons/{day.isoformat()}/{self.slot}"


def _first_class(group_id: Any) -> Any:
    """SQL: the class by whose bells a group's hours run."""
    return (
        select(func.min(GroupClass.class_id))
        .where(GroupClass.group_id == group_id)
        .scalar_subquery()
    )


def _schedule() -> Any:
    """SQL: the bell schedule of the site of `SchoolClass` on the day."""
    return (
        select(BellSchedule.id)
        .where(BellSchedule.site_id == SchoolClass.site_id, BellSchedule.valid_from <= DAY)
        .order_by(BellSchedule.valid_from.desc())
        .limit(1)
        .correlate(SchoolClass)
        .scalar_subquery()
    )


def my_day(session: Session, teacher_id: int, day: date, now: datetime) -> list[MyHour]:
    """The hours of a teacher's day in order of time: planned ones, and others that were signed."""
    values = {"teacher_id": teacher_id, "day": day, "weekday": day.isoweekday()}
    planned: Sequence[Any] = session.execute(PLANNED, values).all()
    own: Sequence[Any] = session.execute(SIGNED, values).all()
    signed = {row.slot: row for row in own}
    places = {(row.slot, row.class_id, row.group_id): row for row in planned}
    hours = [_planned_hour(row, _same_place(row, signed), day, now) for row in places.values()]
    hours += [
        _signed_hour(row)
        for row in signed.values()
        if (row.slot, row.class_id, row.group_id) not in places
    ]
    return sorted(hours, key=lambda hour: (hour.slot, hour.place))


def _same_place(row: Any, signed: dict[int, Any]) -> Any:
    found = signed.get(row.slot)
    same = found is not None and (found.class_id, found.group_id) == (row.class_id, row.group_id)
    return found if same else None


def _planned_hour(row: Any, signed: Any, day: date, now: datetime) -> MyHour:
    return MyHour(
        slot=row.slot,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        class_id=row.class_id,
        group_id=row.group_id,
        place=row.place,
        subject=(signed.subject if signed else None) or row.subject,
        room=row.room,
        kind=signed.kind if signed else None,
        topic=signed.topic if signed else None,
        state=HourState.SIGNED if signed else _state(row, day, now),
    )


def _signed_hour(row: Any) -> MyHour:
    return MyHour(
        slot=row.slot,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        class_id=row.class_id,
        group_id=row.group_id,
        place=row.place,
        subject=row.subject,
        room=None,
        kind=row.kind,
        topic=row.topic,
        state=HourState.SIGNED,
    )


def _state(row: Any, day: date, now: datetime) -> HourState:
    if row.cancelled:
        return HourState.CANCELLED
    if now >= school_instant(day, row.ends_at):
        return HourState.TO_SIGN
    return HourState.NOW if now >= school_instant(day, row.starts_at) else HourState.LATER


def _planned() -> Rows:
    """One's hours by the version in force; none on a holiday, whatever the timetable says."""
    entry = TimetableEntry
    class_of_place = func.coalesce(entry.class_id, _first_class(entry.group_id))
    holiday = exists().where(
        Holiday.day == DAY, or_(Holiday.site_id.is_(None), Holiday.site_id == SchoolClass.site_id)
    )
    cancelled = exists().where(
        Cancellation.class_id == SchoolClass.id,
        Cancellation.day == DAY,
        Cancellation.slot == entry.slot,
    )
    bells = and_(
        BellSlot.schedule_id == _schedule(),
        BellSlot.weekday == entry.weekday,
        BellSlot.number == entry.slot,
    )
    return (
        select(
            entry.slot,
            BellSlot.starts_at,
            BellSlot.ends_at,
            entry.class_id,
            entry.group_id,
            func.coalesce(Group.name, SchoolClass.name).label("place"),
            Subject.name.label("subject"),
            entry.room,
            cancelled.label("cancelled"),
        )
        .join(Subject, Subject.id == entry.subject_id)
        .join(SchoolClass, SchoolClass.id == class_of_place)
        .join(BellSlot, bells)
        .outerjoin(Group, Group.id == entry.group_id)
        .where(
            entry.timetable_id == version_of_day(DAY),
            entry.teacher_id == TEACHER,
            entry.weekday == WEEKDAY,
            ~holiday,
        )
    )


def _signed() -> Rows:
    """One's signatures of the day, wherever they are."""
    bells = and_(
        BellSlot.schedule_id == _schedule(),
        BellSlot.weekday == WEEKDAY,
        BellSlot.number == Lesson.slot,
    )
    return (
        select(
            Lesson.slot,
            BellSlot.starts_at,
            BellSlot.ends_at,
            Lesson.class_id,
            Lesson.group_id,
            func.coalesce(Group.name, SchoolClass.name).label("place"),
            Subject.name.label("subject"),
            Signature.kind,
            func.coalesce(Signature.topic, Lesson.topic).label("topic"),
        )
        .join(Lesson, Lesson.id == Signature.lesson_id)
        .join(
            SchoolClass,
            SchoolClass.id == func.coalesce(Lesson.class_id, _first_class(Lesson.group_id)),
        )
        .outerjoin(BellSlot, bells)
        .outerjoin(Group, Group.id == Lesson.group_id)
        .outerjoin(Subject, Subject.id == Lesson.subject_id)
        .where(Signature.teacher_id == TEACHER, Signature.day == DAY)
    )


PLANNED, SIGNED = _planned(), _signed()
