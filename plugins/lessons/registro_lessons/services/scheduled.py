"""The answer to `registro_scheduled_lessons`: what is planned, held or cancelled. One statement."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
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
from sqlalchemy.orm import Session

from registro_core.api import (
    GroupClass,
    Holiday,
    LessonRef,
    ScheduledLesson,
    SchoolClass,
    SchoolYear,
    Subject,
    SubjectKind,
    each_day,
)
from registro_lessons.models import (
    Cancellation,
    Lesson,
    RollPart,
    Signature,
    Timetable,
    TimetableEntry,
)
from registro_lessons.services.parts import CHOICES
from registro_lessons.services.versions import LAST_DAY, Version, in_force

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


@dataclass
class Plan:
    """What the statement told, arranged by where it is looked up."""

    versions: list[Version] = field(default_factory=list)
    # (version, class, weekday) and (class, day) -> rows
    planned: dict[tuple[int, int, int], list[Any]] = field(
        default_factory=lambda: defaultdict(list)
    )
    signed: dict[tuple[int, date], list[Any]] = field(default_factory=lambda: defaultdict(list))
    cancelled: set[tuple[int, date, int]] = field(default_factory=set)
    holidays: set[tuple[int, date]] = field(default_factory=set)

    def add(self, row: Any) -> None:
        """Put a row in its place."""
        if row.what == "version":
            self.versions.append(Version(row.version_id, row.first_day, row.last_day))
        elif row.what == "planned":
            self.planned[row.version_id, row.class_id, row.weekday].append(row)
        elif row.what == "signed":
            self.signed[row.class_id, row.first_day].append(row)
        elif row.what == "cancelled":
            self.cancelled.add((row.class_id, row.first_day, row.slot))
        else:
            self.holidays.add((row.class_id, row.first_day))


def scheduled_lessons(
    session: Session, class_ids: Collection[int], first_day: date, last_day: date
) -> list[ScheduledLesson]:
    """What was planned, held and cancelled for classes in a period, by day and slot: one statement.

    Hours of groups come once for each of the classes. Support teachers belong
    to the hour of the class, never to one of their own.
    """
    plan = Plan()
    values = {"class_ids": list(class_ids), "first_day": first_day, "last_day": last_day}
    for row in session.execute(STATEMENT, values):
        plan.add(row)
    return [
        lesson
        for day in each_day(first_day, last_day)
        for class_id in class_ids
        for lesson in _of_day(plan, class_id, day)
    ]


def _of_day(plan: Plan, class_id: int, day: date) -> list[ScheduledLesson]:
    held = _held(plan, class_id, day)
    found = []
    for part, lesson in _planned_on(plan, class_id, day):
        by = held.pop((lesson.ref.slot, lesson.ref.group_id, part), None)
        by = by or _whole(held, lesson)
        cancelled = (class_id, day, lesson.ref.slot) in plan.cancelled and by is None
        found.append(replace(_merged(lesson, by), cancelled=cancelled))
    found += [lesson for lesson in held.values() if not _covered(lesson, found)]
    return sorted(found, key=lambda lesson: (lesson.ref.slot, lesson.ref.group_id or 0))


Held = dict[tuple[int, int | None, RollPart], ScheduledLesson]


def _whole(held: Held, lesson: ScheduledLesson) -> ScheduledLesson | None:
    """An hour of religion in which the class stayed together, as with a supply."""
    return held.get((lesson.ref.slot, lesson.ref.group_id, RollPart.WHOLE))


def _covered(lesson: ScheduledLesson, found: list[ScheduledLesson]) -> bool:
    same = (lesson.ref.slot, lesson.ref.group_id)
    whole = not lesson.religion
    return whole and any((other.ref.slot, other.ref.group_id) == same for other in found)


def _merged(planned: ScheduledLesson, held: ScheduledLesson | None) -> ScheduledLesson:
    if held is None:
        return planned
    ref = planned.ref
    if held.ref.subject_id is not None and planned.religion == held.religion:
        ref = replace(ref, subject_id=held.ref.subject_id)
    return replace(
        planned,
        ref=ref,
        signed=True,
        subject_name=held.subject_name or planned.subject_name,
        teacher_ids=tuple(dict.fromkeys((*held.teacher_ids, *planned.teacher_ids))),
    )


def _held(plan: Plan, class_id: int, day: date) -> Held:
    held: Held = {}
    for row in plan.signed.get((class_id, day), ()):
        part = RollPart(row.kind)
        key = (row.slot, row.group_id, part)
        before = held.get(key)
        if before is not None:
            held[key] = replace(before, teacher_ids=(*before.teacher_ids, row.teacher_id))
            continue
        ref = LessonRef(class_id, day, row.slot, row.group_id, row.subject_id)
        name = row.subject or ""
        held[key] = ScheduledLesson(
            ref, (row.teacher_id,), name, signed=True, religion=CHOICES[part], planned=False
        )
    return held


def _planned_on(plan: Plan, class_id: int, day: date) -> Iterator[tuple[RollPart, ScheduledLesson]]:
    version = in_force(plan.versions, day)
    if version is None or (class_id, day) in plan.holidays:
        return
    hours: dict[tuple[int, int | None], list[Any]] = defaultdict(list)
    for row in plan.planned.get((version, class_id, day.isoweekday()), ()):
        hours[row.slot, row.group_id].append(row)
    for rows in hours.values():
        yield from _lessons_of_hour(rows, class_id, day)


def _lessons_of_hour(
    rows: list[Any], class_id: int, day: date
) -> Iterator[tuple[RollPart, ScheduledLesson]]:
    """The lessons planned in one hour of one class or group: several only with religion (L4)."""
    taught = [row for row in rows if row.kind != SubjectKind.SUPPORT]
    support = tuple(row.teacher_id for row in rows if row.kind == SubjectKind.SUPPORT)
    split = any(row.kind == SubjectKind.RELIGION for row in taught)
    by_part: dict[RollPart, list[Any]] = defaultdict(list)
    for row in taught or rows:
        by_part[_part_of_row(row, split=split)].append(row)
    for part, same in by_part.items():
        first = same[0]
        yield (
            part,
            ScheduledLesson(
                LessonRef(class_id, day, first.slot, first.group_id, first.subject_id),
                tuple(dict.fromkeys((*(row.teacher_id for row in same), *support))),
                first.subject,
                room=first.room or "",
                religion=CHOICES[part],
            ),
        )


def _part_of_row(row: Any, *, split: bool) -> RollPart:
    if not split:
        return RollPart.WHOLE
    religion = row.kind == SubjectKind.RELIGION
    return RollPart.RELIGION if religion else RollPart.ALTERNATIVE
