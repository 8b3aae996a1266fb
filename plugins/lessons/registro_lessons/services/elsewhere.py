"""The classes of the school in one hour: who is planned, whether somebody has signed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import Group, GroupClass, ScheduledLesson, SchoolClass, SchoolYear
from registro_lessons.services.hours import read_bells
from registro_lessons.services.names import names_of
from registro_lessons.services.scheduled import scheduled_lessons


@dataclass(frozen=True)
class Elsewhere:
    """A class, or a group, in an hour of the day."""

    path: str
    name: str
    subjects: tuple[str, ...]
    teachers: tuple[str, ...]
    signed: bool
    planned: bool


def classes_of_year(session: Session, day: date) -> list[Any]:
    """The classes of the school year of a day: id, name, site."""
    statement = (
        select(SchoolClass.id, SchoolClass.name, SchoolClass.site_id)
        .join(SchoolYear, SchoolYear.id == SchoolClass.year_id)
        .where(SchoolYear.starts_on <= day, SchoolYear.ends_on >= day)
        .order_by(SchoolClass.name)
    )
    return list(session.execute(statement))


def slots_anywhere(session: Session, day: date) -> list[int]:
    """The hours of a day in any site of the school; none on a holiday or a Sunday."""
    bells = read_bells(session, day, day)
    numbers = {n for v in bells.slots.values() for _, week in v for _weekday, n in week}
    return sorted(n for n in numbers if any(bells.slot(site, day, n) for site in bells.slots))


def in_hour(session: Session, day: date, slot: int) -> list[Elsewhere]:
    """Every class and group in an hour, those that nobody has signed first: four statements."""
    classes = {row.id: row.name for row in classes_of_year(session, day)}
    lessons = [
        lesson
        for lesson in scheduled_lessons(session, list(classes), day, day)
        if lesson.ref.slot == slot and not lesson.cancelled
    ]
    groups = _groups(session, classes)
    names = names_of(session, {t for lesson in lessons for t in lesson.teacher_ids})
    found = [
        _row(f"classes/{class_id}", name, day, slot, _of_class(lessons, class_id), names)
        for class_id, name in classes.items()
    ]
    found += [
        _row(f"groups/{group_id}", name, day, slot, _of_group(lessons, group_id), names)
        for group_id, name in groups.items()
    ]
    return sorted(found, key=lambda row: (not row.planned, row.signed, row.name))


def _groups(session: Session, class_ids: Iterable[int]) -> dict[int, str]:
    statement = (
        select(Group.id, Group.name)
        .join(GroupClass, GroupClass.group_id == Group.id)
        .where(GroupClass.class_id.in_(class_ids))
        .distinct()
    )
    return dict(session.execute(statement).all())


def _of_class(lessons: Iterable[ScheduledLesson], class_id: int) -> list[ScheduledLesson]:
    return [x for x in lessons if x.ref.class_id == class_id and x.ref.group_id is None]


def _of_group(lessons: Iterable[ScheduledLesson], group_id: int) -> list[ScheduledLesson]:
    return [x for x in lessons if x.ref.group_id == group_id]


def _row(
    place: str,
    name: str,
    day: date,
    slot: int,
    lessons: list[ScheduledLesson],
    names: dict[int, str],
) -> Elsewhere:
    teachers = dict.fromkeys(t for lesson in lessons for t in lesson.teacher_ids)
    return Elsewhere(
        path=f"/{place}/lessons/{day.isoformat()}/{slot}",
        name=name,
        subjects=tuple(dict.fromkeys(x.subject_name for x in lessons if x.subject_name)),
        teachers=tuple(names[t] for t in teachers if t in names),
        signed=bool(lessons) and all(lesson.signed for lesson in lessons),
        planned=bool(lessons),
    )
