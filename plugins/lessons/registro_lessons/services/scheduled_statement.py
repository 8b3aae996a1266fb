"""Everything about some classes in a period in one round trip: planned, held, cancelled, free."""

from typing import Any

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Date,
    Integer,
    String,
    bindparam,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)

from registro_core.api import GroupClass, Holiday, SchoolClass, SchoolYear, Subject
from registro_lessons.models import Cancellation, Lesson, Signature, Timetable, TimetableEntry
from registro_lessons.services.versions import LAST_DAY

CLASS_IDS: BindParameter[Any] = bindparam("class_ids", expanding=True)
FIRST, LAST = bindparam("first_day", type_=Date), bindparam("last_day", type_=Date)
COLUMNS: dict[str, Any] = {
    "class_id": Integer(),
    "group_id": Integer(),
    "version_id": Integer(),
    "weekday": Integer(),
    "slot": Integer(),
    "first_day": Date(),
    "last_day": Date(),
    "subject_id": Integer(),
    "subject": String(),
    # The subject's kind of a planned hour; the share of the class of a signed one.
    "kind": String(),
    "teacher_id": Integer(),
    "room": String(),
}


def _part(what: str, **columns: Any) -> Any:
    # Only NULLs are cast, for PostgreSQL: SQLite would make a number of a date.
    values = (columns.get(name, cast(null(), kind)).label(name) for name, kind in COLUMNS.items())
    return select(literal(what).label("what"), *values)


def _planned(class_id: Any) -> Any:
    return _part(
        "planned",
        class_id=class_id,
        group_id=TimetableEntry.group_id,
        version_id=TimetableEntry.timetable_id,
        weekday=TimetableEntry.weekday,
        slot=TimetableEntry.slot,
        subject_id=TimetableEntry.subject_id,
        subject=Subject.name,
        kind=Subject.kind,
        teacher_id=TimetableEntry.teacher_id,
        room=TimetableEntry.room,
    ).join(Subject, Subject.id == TimetableEntry.subject_id)


def _signed(class_id: Any) -> Any:
    return (
        _part(
            "signed",
            class_id=class_id,
            group_id=Lesson.group_id,
            slot=Lesson.slot,
            first_day=Lesson.day,
            subject_id=Lesson.subject_id,
            subject=Subject.name,
            kind=Lesson.part,
            teacher_id=Signature.teacher_id,
        )
        .select_from(Lesson)
        .join(Signature, Signature.lesson_id == Lesson.id)
        .outerjoin(Subject, Subject.id == Lesson.subject_id)
        .where(Lesson.day.between(FIRST, LAST))
    )


def _statement() -> CompoundSelect[Any]:
    """Everything about some classes in a period; built once, read in one round trip."""
    of_group = GroupClass.class_id
    return union_all(
        _part("version", version_id=Timetable.id, first_day=Timetable.valid_from, last_day=LAST_DAY)
        .join(SchoolYear, SchoolYear.id == Timetable.year_id)
        .where(Timetable.valid_from <= LAST, LAST_DAY >= FIRST),
        _planned(TimetableEntry.class_id)
        .join(Timetable, Timetable.id == TimetableEntry.timetable_id)
        .where(TimetableEntry.class_id.in_(CLASS_IDS), Timetable.valid_from <= LAST),
        _planned(of_group)
        .join(Timetable, Timetable.id == TimetableEntry.timetable_id)
        .join(GroupClass, GroupClass.group_id == TimetableEntry.group_id)
        .where(of_group.in_(CLASS_IDS), Timetable.valid_from <= LAST),
        _signed(Lesson.class_id).where(Lesson.class_id.in_(CLASS_IDS)),
        _signed(of_group)
        .join(GroupClass, GroupClass.group_id == Lesson.group_id)
        .where(of_group.in_(CLASS_IDS)),
        _part(
            "cancelled",
            class_id=Cancellation.class_id,
            first_day=Cancellation.day,
            slot=Cancellation.slot,
        ).where(Cancellation.class_id.in_(CLASS_IDS), Cancellation.day.between(FIRST, LAST)),
        _part("holiday", class_id=SchoolClass.id, first_day=Holiday.day)
        .select_from(SchoolClass)
        .join(Holiday, or_(Holiday.site_id.is_(None), Holiday.site_id == SchoolClass.site_id))
        .where(SchoolClass.id.in_(CLASS_IDS), Holiday.day.between(FIRST, LAST)),
    )


STATEMENT = _statement()
