"""Lessons in the agenda of a class, a student or a teacher."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from registro_core.api import (
    BellSchedules,
    CalendarEntry,
    CalendarKind,
    CalendarOf,
    Enrolment,
    GroupMember,
    LessonRef,
    ReligionChoice,
    ScheduledLesson,
    SchoolClass,
    Teaching,
    bell_schedules,
)
from registro_lessons.services.scheduled import scheduled_lessons


@dataclass(frozen=True)
class Stay:
    """A class in whose lessons somebody is, and from when to when."""

    class_id: int
    starts_on: date
    ends_on: date | None
    religion: ReligionChoice | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def calendar_entries(
    session: Session, calendar: CalendarOf, first_day: date, last_day: date
) -> list[CalendarEntry]:
    """The lessons of a calendar: one statement for each site beside a fixed number of others."""
    lessons = list(_lessons(session, calendar, first_day, last_day))
    classes = _classes(session, {each.ref.class_id for each in lessons if each.ref.class_id})
    bells = {site: bell_schedules(session, site) for site in {s for _n, s in classes.values()}}
    with_class = calendar.teacher_id is not None
    made = (_entry(each, classes, bells, with_class=with_class) for each in lessons)
    # A group of several classes comes once for each of them.
    return list({entry.key: entry for entry in made}.values())


def _lessons(
    session: Session, calendar: CalendarOf, first_day: date, last_day: date
) -> Iterator[ScheduledLesson]:
    if calendar.class_id is not None:
        yield from scheduled_lessons(session, [calendar.class_id], first_day, last_day)
    elif calendar.student_id is not None:
        yield from _of_student(session, calendar.student_id, first_day, last_day)
    elif calendar.teacher_id is not None:
        mine = Teaching.teacher_id == calendar.teacher_id
        class_ids = session.scalars(select(Teaching.class_id).where(mine).distinct()).all()
        for each in scheduled_lessons(session, class_ids, first_day, last_day):
            if calendar.teacher_id in each.teacher_ids:
                yield each


def _of_student(
    session: Session, student_id: int, first_day: date, last_day: date
) -> Iterator[ScheduledLesson]:
    """Those of the class the student is in that day: of groups their own, of religion their choice."""
    rows = session.execute(
        select(
            Enrolment.class_id, Enrolment.starts_on, Enrolment.ends_on, Enrolment.religion
        ).where(
            Enrolment.student_id == student_id,
            Enrolment.starts_on <= last_day,
            or_(Enrolment.ends_on.is_(None), Enrolment.ends_on >= first_day),
        )
    )
    stays = [Stay(*row) for row in rows]
    groups = set(
        session.scalars(select(GroupMember.group_id).where(GroupMember.student_id == student_id))
    )
    planned = scheduled_lessons(session, [stay.class_id for stay in stays], first_day, last_day)
    for each in planned:
        stay = next(
            (s for s in stays if s.class_id == each.ref.class_id and s.holds_on(each.ref.day)), None
        )
        in_group = each.ref.group_id is None or each.ref.group_id in groups
        if stay and in_group and (not each.religion or stay.religion in each.religion):
            yield each


def _classes(session: Session, class_ids: Collection[int]) -> dict[int, tuple[str, int]]:
    """Name and site of classes."""
    rows = session.execute(
        select(SchoolClass.id, SchoolClass.name, SchoolClass.site_id).where(
            SchoolClass.id.in_(class_ids)
        )
    )
    return {class_id: (name, site_id) for class_id, name, site_id in rows}


def _entry(
    lesson: ScheduledLesson,
    classes: dict[int, tuple[str, int]],
    bells: dict[int, BellSchedules],
    *,
    with_class: bool,
) -> CalendarEntry:
    ref = lesson.ref
    name, site_id = classes[ref.class_id or 0]
    slots = bells[site_id].on(ref.day)
    slot = next((each for each in slots if each.number == ref.slot), None)
    place = f"groups/{ref.group_id}" if ref.group_id else f"classes/{ref.class_id}"
    link = f"/{place}/lessons/{ref.day}/{ref.slot}" if with_class else ""
    return CalendarEntry(
        key=_key(ref, lesson),
        day=ref.day,
        title=lesson.subject_name or name,
        kind=CalendarKind.LESSON,
        starts_at=slot.starts_at if slot else None,
        ends_at=slot.ends_at if slot else None,
        link=link,
        place=name if with_class else lesson.room,
        cancelled=lesson.cancelled,
        revision=int(lesson.cancelled),
    )


def _key(ref: LessonRef, lesson: ScheduledLesson) -> str:
    """What names a lesson: its place in the week of the class or group."""
    whose = f"g{ref.group_id}" if ref.group_id else f"c{ref.class_id}"
    share = "".join(sorted(lesson.religion))
    return f"lesson:{whose}:{ref.day}:{ref.slot}{share}"
