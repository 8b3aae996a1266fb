"""Months of signed lessons for the demo school, in bulk."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from registro_core.api import DemoSchool, Slot, TeachingKind, school_instant
from registro_lessons.demo.topics import ACTIVITIES, SUPPORT_TOPICS, topic_of
from registro_lessons.demo.week import RELIGION, Placed, make_week
from registro_lessons.models import (
    Lesson,
    RollPart,
    Signature,
    SignatureKind,
    Timetable,
    TimetableEntry,
)

# Out of a thousand hours: forgotten, and held by a colleague.
FORGOTTEN, SUPPLIES = 4, 12
CHUNK = 5000

Rows = list[dict[str, Any]]


def fill(session: Session, demo: DemoSchool) -> None:
    """Insert the timetable, and every lesson up to today with its signatures."""
    week = make_week(demo)
    _insert_timetable(session, demo, week)
    history = History(demo, week)
    for day in demo.school_days:
        history.add_day(day)
    _insert(session, Lesson, history.lessons)
    _insert(session, Signature, history.signatures)


def _insert(session: Session, table: type[Any], rows: Rows) -> None:
    for start in range(0, len(rows), CHUNK):
        session.execute(insert(table), rows[start : start + CHUNK])


def _insert_timetable(session: Session, demo: DemoSchool, week: list[Placed]) -> None:
    timetable = {
        "id": 1,
        "year_id": demo.year_id,
        "name": "Orario definitivo",
        "valid_from": demo.first_day,
        "created_at": school_instant(demo.first_day, next(iter(demo.slots.values()))[0].starts_at),
        "version": 1,
    }
    session.execute(insert(Timetable), [timetable])
    entries = [
        {
            "timetable_id": 1,
            "class_id": placed.teaching.class_id,
            "subject_id": placed.teaching.subject_id,
            "teacher_id": placed.teaching.teacher_id,
            "weekday": placed.hour[0],
            "slot": placed.hour[1],
        }
        for placed in week
    ]
    _insert(session, TimetableEntry, entries)


class History:
    """The lessons of the year so far, as rows with ids of their own."""

    def __init__(self, demo: DemoSchool, week: list[Placed]) -> None:
        """Arrange the week by class and hour."""
        self.demo = demo
        self.random = demo.random
        self.lessons: Rows = []
        self.signatures: Rows = []
        self.done: dict[tuple[int, int], int] = defaultdict(int)
        self.by_hour: dict[tuple[int, int], dict[int, list[Placed]]] = defaultdict(dict)
        for placed in week:
            self.by_hour[placed.hour].setdefault(placed.teaching.class_id, []).append(placed)
        self.teachers = sorted({placed.teaching.teacher_id for placed in week})
        self.docente = demo.sign_ins.get("docente")

    def add_day(self, day: date) -> None:
        """Add the hours of a day; of today only those that have begun."""
        for slot in self.demo.slots[day.isoweekday()]:
            began = school_instant(day, slot.starts_at)
            if began <= self.demo.now:
                self._add_hour(day, slot, began)

    def _add_hour(self, day: date, slot: Slot, began: datetime) -> None:
        here = self.by_hour[day.isoweekday(), slot.number]
        busy = {each.teaching.teacher_id for hours in here.values() for each in hours}
        free = [teacher for teacher in self.teachers if teacher not in busy]
        for hours in here.values():
            if self._is_left(day, slot, hours):
                continue
            for part, together in _by_part(hours):
                self._add_lesson(day, slot, part, together, began, free)

    def _is_left(self, day: date, slot: Slot, hours: list[Placed]) -> bool:
        """Whether nobody has signed: forgotten, or today's hours of `docente` but the first."""
        if day == self.demo.today and hours[0].teaching.teacher_id == self.docente:
            return slot.number > self._first_slot_today()
        return self.random.randrange(1000) < FORGOTTEN

    def _first_slot_today(self) -> int:
        weekday = self.demo.today.isoweekday()
        return min(
            slot
            for (day, slot), here in self.by_hour.items()
            if day == weekday
            for hours in here.values()
            if hours[0].teaching.teacher_id == self.docente
        )

    def _add_lesson(
        self,
        day: date,
        slot: Slot,
        part: RollPart,
        hours: list[Placed],
        began: datetime,
        free: list[int],
    ) -> None:
        first = hours[0].teaching
        supply = bool(free) and self.random.randrange(1000) < SUPPLIES
        number = self.done[first.class_id, first.subject_id]
        self.done[first.class_id, first.subject_id] += not supply
        signed_at = began + timedelta(minutes=self.random.randrange(2, 50))
        lesson_id = len(self.lessons) + 1
        self.lessons.append(
            {
                "id": lesson_id,
                "class_id": first.class_id,
                "day": day,
                "slot": slot.number,
                "part": part,
                "subject_id": None if supply else first.subject_id,
                "topic": "Vigilanza e studio"
                if supply
                else topic_of(first.subject_name, number, first.weekly_slots),
                "activity": None if supply else self.random.choice(ACTIVITIES),
                "created_at": signed_at,
                "version": 1,
            }
        )
        base = {"lesson_id": lesson_id, "day": day, "slot": slot.number, "signed_at": signed_at}
        for placed in hours:
            self.signatures.append(base | self._signature(placed))
        if supply:
            self._replace(self.signatures[-len(hours)], free)

    def _signature(self, placed: Placed) -> dict[str, Any]:
        teaching = placed.teaching
        support = teaching.kind is TeachingKind.SUPPORT
        return {
            "teacher_id": teaching.teacher_id,
            "kind": SignatureKind.SUPPORT if support else SignatureKind.CURRICULAR,
            "subject_id": teaching.subject_id,
            "replaces_id": None,
            "student_id": teaching.student_id if support else None,
            "topic": self.random.choice(SUPPORT_TOPICS) if support else None,
            "activity": None,
        }

    def _replace(self, row: dict[str, Any], free: list[int]) -> None:
        """A colleague without lessons in this hour stands in (L2)."""
        row["replaces_id"] = row["teacher_id"]
        row["teacher_id"] = free.pop(self.random.randrange(len(free)))
        row["kind"], row["subject_id"] = SignatureKind.SUBSTITUTION, None


def _by_part(hours: list[Placed]) -> Iterator[tuple[RollPart, list[Placed]]]:
    """The lessons of one hour of a class: religion and alternative apart (L4)."""
    religion = any(RELIGION in each.teaching.subject_name for each in hours)
    if not religion:
        yield RollPart.WHOLE, hours
        return
    alternative = [each for each in hours if each.teaching.kind is TeachingKind.ALTERNATIVE]
    yield RollPart.RELIGION, [each for each in hours if each not in alternative]
    if alternative:
        yield RollPart.ALTERNATIVE, alternative
