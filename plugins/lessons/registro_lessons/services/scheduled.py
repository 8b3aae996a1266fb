"""The answer to `registro_scheduled_lessons`: what is planned, held or cancelled. One statement."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from registro_core.api import (
    LessonRef,
    ScheduledLesson,
    SubjectKind,
    each_day,
)
from registro_lessons.models import (
    RollPart,
)
from registro_lessons.services.parts import CHOICES
from registro_lessons.services.scheduled_statement import STATEMENT
from registro_lessons.services.versions import Version, in_force


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
