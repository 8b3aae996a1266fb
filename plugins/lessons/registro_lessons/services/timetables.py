"""Versions of the timetable: made, copied, changed hour by hour, with warnings of clashes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, insert, or_, select
from sqlalchemy.orm import Session

from registro_core.api import (
    Actor,
    Change,
    Group,
    GroupClass,
    GroupMember,
    Person,
    SchoolClass,
    Subject,
    holds_on,
    record_change,
)
from registro_lessons import _
from registro_lessons.models import Timetable, TimetableEntry
from registro_lessons.services.entries import RefusedError

Who = tuple[Actor, datetime]


@dataclass(frozen=True)
class WeekHour:
    """An hour of the week as a page shows it."""

    id: int
    weekday: int
    slot: int
    class_id: int | None
    group_id: int | None
    place: str
    subject: str
    teacher_id: int
    teacher: str
    room: str | None


def versions(session: Session, year_id: int) -> list[tuple[Timetable, int]]:
    """The versions of a year, latest first, each with its number of hours."""
    statement = (
        select(Timetable, func.count(TimetableEntry.id))
        .outerjoin(TimetableEntry, TimetableEntry.timetable_id == Timetable.id)
        .where(Timetable.year_id == year_id)
        .group_by(Timetable.id)
        .order_by(Timetable.valid_from.desc(), Timetable.id.desc())
    )
    return [(timetable, count) for timetable, count in session.execute(statement)]


def week_of(
    session: Session,
    version_id: int | None,
    *,
    class_id: int | None = None,
    teacher_id: int | None = None,
) -> list[WeekHour]:
    """The hours of a version for a class (its groups included) or for a teacher."""
    entry = TimetableEntry
    statement = (
        select(
            entry.id,
            entry.weekday,
            entry.slot,
            entry.class_id,
            entry.group_id,
            func.coalesce(SchoolClass.name, Group.name),
            Subject.name,
            entry.teacher_id,
            Person.surname + " " + func.substr(Person.given_name, 1, 1) + ".",
            entry.room,
        )
        .join(Subject, Subject.id == entry.subject_id)
        .join(Person, Person.id == entry.teacher_id)
        .outerjoin(SchoolClass, SchoolClass.id == entry.class_id)
        .outerjoin(Group, Group.id == entry.group_id)
        .where(entry.timetable_id == version_id)
        .order_by(entry.slot, entry.weekday, Person.surname)
    )
    if teacher_id is not None:
        statement = statement.where(entry.teacher_id == teacher_id)
    if class_id is not None:
        groups = select(GroupClass.group_id).where(GroupClass.class_id == class_id)
        statement = statement.where(or_(entry.class_id == class_id, entry.group_id.in_(groups)))
    rows: Sequence[Any] = session.execute(statement).all()
    return [WeekHour(*row) for row in rows]


def week_of_student(
    session: Session, version_id: int | None, student_id: int, class_id: int, day: date
) -> list[WeekHour]:
    """The hours of a student's class, of its groups only those the student is in (L5)."""
    groups = set(
        session.scalars(
            select(GroupMember.group_id).where(
                GroupMember.student_id == student_id, holds_on(GroupMember, day)
            )
        )
    )
    hours = week_of(session, version_id, class_id=class_id)
    return [hour for hour in hours if hour.group_id is None or hour.group_id in groups]


def is_history(timetable: Timetable, today: date) -> bool:
    """Whether a version was already in force before today: it is then read-only (X5)."""
    return timetable.valid_from < today


def new_version(
    session: Session,
    year_id: int,
    name: str,
    valid_from: date,
    copied_from: int | None,
    by: Who,
) -> Timetable:
    """Make a version that takes over on a day, empty or with the hours of another one."""
    actor, now = by
    timetable = Timetable(year_id=year_id, name=name, valid_from=valid_from, created_at=now)
    session.add(timetable)
    session.flush()
    if copied_from is not None:
        _copy_hours(session, copied_from, timetable.id)
    after = {"name": name, "valid_from": valid_from.isoformat(), "copied_from": copied_from}
    change = Change("lessons.timetable.made", "timetable", timetable.id, after=after)
    record_change(session, actor, change, now)
    return timetable


def _copy_hours(session: Session, source_id: int, target_id: int) -> None:
    entry = TimetableEntry
    copied = (
        entry.class_id,
        entry.group_id,
        entry.subject_id,
        entry.teacher_id,
        entry.weekday,
        entry.slot,
        entry.room,
    )
    hours: list[dict[str, Any]] = [
        dict(row) | {"timetable_id": target_id}
        for row in session.execute(
            select(*copied).where(entry.timetable_id == source_id)
        ).mappings()
    ]
    if hours:
        session.execute(insert(entry), hours)


def add_hour(session: Session, timetable: Timetable, entry: TimetableEntry, by: Who) -> None:
    """Add an hour to a version that is not history yet; the caller has looked at `clashes`."""
    actor, now = by
    entry.timetable_id = timetable.id
    session.add(entry)
    session.flush()
    change = Change("lessons.timetable.hour.added", "timetable", timetable.id, after=_state(entry))
    record_change(session, actor, change, now)


def remove_hour(session: Session, timetable: Timetable, entry_id: int, by: Who) -> None:
    """Take an hour out of a version; one that is gone already is no error."""
    actor, now = by
    entry = session.get(TimetableEntry, entry_id)
    if entry is None or entry.timetable_id != timetable.id:
        return
    before = _state(entry)
    session.delete(entry)
    change = Change("lessons.timetable.hour.removed", "timetable", timetable.id, before)
    record_change(session, actor, change, now)


def refuse_history(timetable: Timetable, today: date) -> None:
    """Raise `RefusedError` for a version that was in force already: what was is not rewritten."""
    if is_history(timetable, today):
        raise RefusedError(
            _("Questa versione è già stata in vigore: per cambiare l’orario fanne una nuova.")
        )


def clashes(session: Session, timetable_id: int, entry: TimetableEntry) -> list[WeekHour]:
    """Hours of a version at the same time with the same teacher, class, group or room."""
    other = TimetableEntry
    same = [other.teacher_id == entry.teacher_id]
    if entry.class_id is not None:
        same.append(other.class_id == entry.class_id)
    if entry.group_id is not None:
        same.append(other.group_id == entry.group_id)
    if entry.room:
        same.append(other.room == entry.room)
    ids = set(
        session.scalars(
            select(other.id).where(
                and_(
                    other.timetable_id == timetable_id,
                    other.weekday == entry.weekday,
                    other.slot == entry.slot,
                    or_(*same),
                )
            )
        )
    )
    return [hour for hour in week_of(session, timetable_id) if hour.id in ids] if ids else []


def _state(entry: TimetableEntry) -> dict[str, object]:
    return {
        "class_id": entry.class_id,
        "group_id": entry.group_id,
        "subject_id": entry.subject_id,
        "teacher_id": entry.teacher_id,
        "weekday": entry.weekday,
        "slot": entry.slot,
        "room": entry.room,
    }
