"""Reading what is stored of a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from registro_attendance.day.stretches import Stretch, stretch_of
from registro_attendance.models import Event, EventKind, Roll
from registro_core.api import GroupClass


@dataclass(frozen=True)
class DayBook:
    """The events of some students on a day, by student: stretches by event id."""

    events: dict[int, dict[int, Stretch]] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)

    def stretches(self, student_id: int) -> Iterable[Stretch]:
        """A student's stretches, in no order."""
        return self.events.get(student_id, {}).values()

    def away(self, student_id: int) -> dict[int, Stretch]:
        """A student's events but those of presence elsewhere with the school (A5)."""
        events = self.events.get(student_id, {})
        return {
            event_id: stretch
            for event_id, stretch in events.items()
            if stretch.kind is not EventKind.OUTSIDE
        }


def day_book(session: Session, student_ids: Collection[int], day: date) -> DayBook:
    """The events of students on a day: one statement."""
    rows = session.execute(
        select(
            Event.id, Event.student_id, Event.kind, Event.starts_at, Event.ends_at, Event.note
        ).where(Event.student_id.in_(student_ids), Event.day == day, Event.cancelled_at.is_(None))
    )
    return book_of(rows)


def book_of(rows: Iterable[Sequence[Any]]) -> DayBook:
    """The book of one day, from rows of its events: id, student, kind, start, end, note."""
    events: dict[int, dict[int, Stretch]] = defaultdict(dict)
    notes = {}
    for event_id, student_id, kind, starts_at, ends_at, note in rows:
        events[student_id][event_id] = stretch_of(kind, starts_at, ends_at)
        if kind is EventKind.OUTSIDE and note:
            notes[student_id] = note
    return DayBook(dict(events), notes)


@dataclass(frozen=True)
class RollCalled:
    """A roll called on a day: of a class, or of a group."""

    id: int
    class_id: int
    group_id: int | None
    slot: int
    version: int


def rolls_called(session: Session, class_ids: Collection[int], day: date) -> list[RollCalled]:
    """The rolls of classes on a day, those of their groups included: one statement."""
    groups = select(GroupClass.group_id).where(GroupClass.class_id.in_(class_ids))
    rows = session.execute(
        select(Roll.id, Roll.class_id, Roll.group_id, Roll.slot, Roll.version)
        .where(
            Roll.day == day,
            or_(Roll.class_id.in_(class_ids), Roll.group_id.in_(groups)),
        )
        .order_by(Roll.slot)
    )
    return [RollCalled(*row) for row in rows]
