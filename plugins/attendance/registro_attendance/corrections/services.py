"""Correcting days: what is stored when somebody rewrites a day, or sends students elsewhere."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registro_attendance.day.stretches import Stretch, minutes_of, stretch_of, tidy, without
from registro_attendance.events.reading import day_book
from registro_attendance.events.recording import (
    DayRules,
    EventChange,
    Fresh,
    Occasion,
    add,
    audit,
    cancel,
    store,
)
from registro_attendance.models import Event, EventKind
from registro_core.api import Slot


def fitted(stretches: Collection[Stretch], slots: Collection[Slot]) -> list[Stretch]:
    """Stretches cut to the hours of a day, joined and named (A8)."""
    ordered = sorted(slots, key=lambda slot: slot.number)
    first, last = minutes_of(ordered[0].starts_at), minutes_of(ordered[-1].ends_at)
    return tidy(stretches, first, last)


def rewrite_day(
    session: Session,
    student_id: int,
    class_id: int,
    day: date,
    stretches: Collection[Stretch],
    rules: DayRules,
    occasion: Occasion,
) -> list[EventChange]:
    """Make a student's day be what somebody wrote, presence elsewhere left alone (A5)."""
    book = day_book(session, [student_id], day)
    wanted = list(stretches)
    for each in book.stretches(student_id):
        if each.kind is EventKind.OUTSIDE:
            wanted = without(wanted, each.start, each.end)
    return store(session, day, {student_id: wanted}, {student_id: class_id}, rules, occasion)


@dataclass(frozen=True)
class Outing:
    """Where students are with the school, and in which hours; None: the whole day."""

    note: str
    starts_at: time | None = None
    ends_at: time | None = None

    @property
    def stretch(self) -> Stretch:
        """The hours as a stretch."""
        return stretch_of(EventKind.OUTSIDE, self.starts_at, self.ends_at)


def send_outside(
    session: Session,
    class_id: int,
    student_ids: Collection[int],
    day: date,
    outing: Outing,
    rules: DayRules,
    occasion: Occasion,
) -> list[EventChange]:
    """Record that students are elsewhere with the school on a day; it counts as presence (A5).

    What a roll said of the same hours gives way; who is elsewhere already is left there.
    """
    book = day_book(session, student_ids, day)
    place = outing.stretch
    free = [
        student
        for student in student_ids
        if not any(
            each.kind is EventKind.OUTSIDE and each.overlaps(place.start, place.end)
            for each in book.stretches(student)
        )
    ]
    away = {
        student: without(book.away(student).values(), place.start, place.end) for student in free
    }
    changes = store(session, day, away, dict.fromkeys(free, class_id), rules, occasion)
    out = [Fresh(student, class_id, day, place, outing.note) for student in free]
    fresh = add(session, out, rules, occasion)
    audit(session, fresh, occasion)
    return [*changes, *fresh]


@dataclass(frozen=True)
class Planned:
    """Students of a class who are elsewhere on a day, together."""

    day: date
    note: str
    starts_at: time | None
    ends_at: time | None
    students: int


def outings_of(session: Session, class_id: int, since: date) -> list[Planned]:
    """The outings of a class from a day on: one statement."""
    columns = (Event.day, Event.note, Event.starts_at, Event.ends_at)
    rows = session.execute(
        select(*columns, func.count())
        .where(
            Event.class_id == class_id,
            Event.day >= since,
            Event.kind == EventKind.OUTSIDE,
            Event.cancelled_at.is_(None),
        )
        .group_by(*columns)
        .order_by(*columns)
    )
    return [Planned(day, note or "", start, end, count) for day, note, start, end, count in rows]


def call_back(
    session: Session, class_id: int, day: date, note: str, occasion: Occasion
) -> list[EventChange]:
    """Cancel an outing of a class on a day: its students count as present in class."""
    rows = session.scalars(
        select(Event).where(
            Event.class_id == class_id,
            Event.day == day,
            Event.note == note,
            Event.kind == EventKind.OUTSIDE,
            Event.cancelled_at.is_(None),
        )
    ).all()
    changes = [cancel(row, occasion) for row in rows]
    audit(session, changes, occasion)
    return changes


def needs_reason(ended: datetime, occasion: Occasion) -> bool:
    """Whether a day is over for so long that a change must say why (L8)."""
    return (occasion.now - ended).total_seconds() > 24 * 3600 and not occasion.reason
