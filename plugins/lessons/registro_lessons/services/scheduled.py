"""The answer to `registro_scheduled_lessons`: what is planned, held or cancelled. One statement."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from registro_core.api import LessonRef, ScheduledLesson, SubjectKind, each_day
from registro_lessons.models import RollPart
from registro_lessons.services.parts import CHOICES
from registro_lessons.services.scheduled_statement import STATEMENT
from registro_lessons.services.versions import Version, in_force

# Where a lesson stands in a class's day: hour, group, share of the class.
Place = tuple[int, int | None, RollPart]


class Hour(NamedTuple):
    """A lesson of the timetable, or one that was held, without its day."""

    subject_id: int | None
    subject: str
    teacher_ids: tuple[int, ...]
    room: str = ""


@dataclass
class Plan:
    """What the statement told, arranged by where it is looked up.

    A school year of a class has a thousand lessons: what is the same every
    week is worked out once.
    """

    versions: list[Version] = field(default_factory=list)
    # (version, class, weekday) and (class, day) -> rows
    planned: dict[tuple[int, int, int], list[Any]] = field(
        default_factory=lambda: defaultdict(list)
    )
    held: dict[tuple[int, date], dict[Place, Hour]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    cancelled: set[tuple[int, date, int]] = field(default_factory=set)
    holidays: set[tuple[int, date]] = field(default_factory=set)
    _weeks: dict[tuple[int, int, int], dict[Place, Hour]] = field(default_factory=dict)

    def add(self, row: Any) -> None:
        """Put a row in its place."""
        if row.what == "version":
            self.versions.append(Version(row.version_id, row.first_day, row.last_day))
        elif row.what == "planned":
            self.planned[row.version_id, row.class_id, row.weekday].append(row)
        elif row.what == "signed":
            self._add_signature(row)
        elif row.what == "cancelled":
            self.cancelled.add((row.class_id, row.first_day, row.slot))
        else:
            self.holidays.add((row.class_id, row.first_day))

    def _add_signature(self, row: Any) -> None:
        lessons = self.held[row.class_id, row.first_day]
        place = (row.slot, row.group_id, RollPart(row.kind))
        before = lessons.get(place)
        signers = (*before.teacher_ids, row.teacher_id) if before else (row.teacher_id,)
        lessons[place] = Hour(row.subject_id, row.subject or "", signers)

    def planned_on(self, class_id: int, day: date) -> dict[Place, Hour]:
        """The lessons that the version in force has on a day; none on a holiday."""
        version = in_force(self.versions, day)
        if version is None or (class_id, day) in self.holidays:
            return {}
        key = (version, class_id, day.isoweekday())
        if key not in self._weeks:
            self._weeks[key] = _hours_of_weekday(self.planned.get(key, []))
        return self._weeks[key]


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
    planned, held = plan.planned_on(class_id, day), plan.held.get((class_id, day), {})
    found = []
    for place, hour in planned.items():
        # In the hour of religion the class may have stayed together, as with a supply.
        together = (place[0], place[1], RollPart.WHOLE)
        by = held.get(place) or held.get(together)
        cancelled = by is None and (class_id, day, place[0]) in plan.cancelled
        merged = _merged(hour, by, same_share=place in held) if by else hour
        found.append(
            _lesson(class_id, day, place, merged, signed=by is not None, cancelled=cancelled)
        )
    found += [
        _lesson(class_id, day, place, hour, signed=True)
        for place, hour in held.items()
        if place not in planned and not _stands_for_others(place, planned)
    ]
    return sorted(found, key=lambda lesson: (lesson.ref.slot, lesson.ref.group_id or 0))


def _stands_for_others(place: Place, planned: dict[Place, Hour]) -> bool:
    """Whether a lesson of the whole class was held where the timetable splits it."""
    slot, group_id, part = place
    return part is RollPart.WHOLE and any((s, g) == (slot, group_id) for s, g, _ in planned)


def _merged(planned: Hour, held: Hour, *, same_share: bool) -> Hour:
    """What was held, where it says something; a supply teaches no subject: the planned one stays."""
    taught = held.subject_id is not None and same_share
    return Hour(
        held.subject_id if taught else planned.subject_id,
        held.subject or planned.subject,
        tuple(dict.fromkeys((*held.teacher_ids, *planned.teacher_ids))),
        planned.room,
    )


def _lesson(
    class_id: int,
    day: date,
    place: Place,
    hour: Hour,
    *,
    signed: bool,
    cancelled: bool = False,
) -> ScheduledLesson:
    slot, group_id, part = place
    return ScheduledLesson(
        LessonRef(class_id, day, slot, group_id, hour.subject_id),
        hour.teacher_ids,
        hour.subject,
        signed=signed,
        cancelled=cancelled,
        room=hour.room,
        religion=CHOICES[part],
    )


# ---- the week, worked out once ----------------------------------------------------------


def _hours_of_weekday(rows: Collection[Any]) -> dict[Place, Hour]:
    by_hour: dict[tuple[int, int | None], list[Any]] = defaultdict(list)
    for row in rows:
        by_hour[row.slot, row.group_id].append(row)
    return {place: hour for same in by_hour.values() for place, hour in _lessons_of_hour(same)}


def _lessons_of_hour(rows: list[Any]) -> Iterator[tuple[Place, Hour]]:
    """The lessons planned in one hour of one class or group: several only with religion (L4)."""
    taught = [row for row in rows if row.kind != SubjectKind.SUPPORT]
    support = [row.teacher_id for row in rows if row.kind == SubjectKind.SUPPORT]
    split = any(row.kind == SubjectKind.RELIGION for row in taught)
    by_part: dict[RollPart, list[Any]] = defaultdict(list)
    for row in taught or rows:
        by_part[_part_of_row(row, split=split)].append(row)
    for part, same in by_part.items():
        first = same[0]
        teachers = tuple(dict.fromkeys([*(row.teacher_id for row in same), *support]))
        hour = Hour(first.subject_id, first.subject, teachers, first.room or "")
        yield (first.slot, first.group_id, part), hour


def _part_of_row(row: Any, *, split: bool) -> RollPart:
    if not split:
        return RollPart.WHOLE
    religion = row.kind == SubjectKind.RELIGION
    return RollPart.RELIGION if religion else RollPart.ALTERNATIVE
