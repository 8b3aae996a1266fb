"""Storing, changing and cancelling events, each with its entry in the audit log.

Every writer goes through `store`: the roll, the desk, permits, the office.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from registro_attendance.day.changes import Plan, plan
from registro_attendance.day.stretches import Stretch, minutes_of, stretch_of, times_of
from registro_attendance.events.reading import DayBook, day_book
from registro_attendance.models import Event, EventKind, EventSource
from registro_core.api import Actor, Change, record_changes


@dataclass(frozen=True)
class Occasion:
    """Who records what, when and why. `reason` is asked for after 24 hours (L8)."""

    actor: Actor
    now: datetime
    source: EventSource = EventSource.ROLL
    reason: str | None = None


@dataclass(frozen=True)
class DayRules:
    """What a class's day says of late entries: the first hour, and the tolerance (A10)."""

    first_slot: time
    short_late_minutes: int

    def is_short(self, stretch: Stretch) -> bool:
        """Whether a late entry is within the tolerance: the last minute still is."""
        limit = minutes_of(self.first_slot) + self.short_late_minutes
        return stretch.kind is EventKind.LATE and stretch.end <= limit


@dataclass(frozen=True)
class EventChange:
    """What became of an event: `before` is None if it is new, `after` None if it was cancelled."""

    event_id: int
    student_id: int
    day: date
    before: Stretch | None
    after: Stretch | None
    short_late: bool = False


def store(
    session: Session,
    day: date,
    wanted: Mapping[int, Iterable[Stretch]],
    classes: Mapping[int, int],
    rules: DayRules,
    occasion: Occasion,
    book: DayBook | None = None,
) -> list[EventChange]:
    """Make the events of students on a day be those wanted; say what changed.

    Presence elsewhere with the school is left alone: `store_outside` keeps it.

    :param wanted: stretches by student; students not mentioned are left alone.
    :param classes: the class of each student on that day (A9).
    :param book: the events of the day, if they have been read in this transaction.
    """
    book = day_book(session, wanted, day) if book is None else book
    plans = {student: plan(book.away(student), new) for student, new in wanted.items()}
    rows = _rows_to_touch(session, plans.values())
    done = [cancel(rows[i], occasion) for each in plans.values() for i in each.cancel]
    # What is cancelled makes room before anything else may take its place.
    session.flush()
    done += [
        _change(rows[event_id], stretch, rules, occasion)
        for each in plans.values()
        for event_id, stretch in each.change
    ]
    fresh = [
        Fresh(student, classes[student], day, stretch)
        for student, each in plans.items()
        for stretch in each.add
    ]
    done += add(session, fresh, rules, occasion)
    audit(session, done, occasion)
    return done


def _rows_to_touch(session: Session, plans: Iterable[Plan]) -> dict[int, Event]:
    touched = {
        event_id
        for each in plans
        for event_id in (*each.cancel, *(changed for changed, _stretch in each.change))
    }
    if not touched:
        return {}
    return {row.id: row for row in session.scalars(select(Event).where(Event.id.in_(touched)))}


@dataclass(frozen=True)
class Fresh:
    """A new event: whose, in which class of theirs, when, and where they are if outside."""

    student_id: int
    class_id: int
    day: date
    stretch: Stretch
    note: str | None = None


def add(
    session: Session, fresh: Sequence[Fresh], rules: DayRules, occasion: Occasion
) -> list[EventChange]:
    """Store new events: one statement for all."""
    if not fresh:
        return []
    rows = session.execute(
        insert(Event).returning(Event.id, Event.student_id, Event.starts_at),
        [_row(each, rules, occasion) for each in fresh],
    )
    # A student has no two events that begin at one time, so this tells them apart.
    ids = {(student_id, starts_at): event_id for event_id, student_id, starts_at in rows}
    return [
        EventChange(
            ids[each.student_id, times_of(each.stretch)[0]],
            each.student_id,
            each.day,
            None,
            each.stretch,
            rules.is_short(each.stretch),
        )
        for each in fresh
    ]


def _row(fresh: Fresh, rules: DayRules, occasion: Occasion) -> dict[str, object]:
    starts_at, ends_at = times_of(fresh.stretch)
    return {
        "student_id": fresh.student_id,
        "class_id": fresh.class_id,
        "day": fresh.day,
        "kind": fresh.stretch.kind,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "short_late": rules.is_short(fresh.stretch),
        "source": occasion.source,
        "note": fresh.note,
        "recorded_by": occasion.actor.person_id,
        "recorded_at": occasion.now,
        "version": 1,
    }


def _change(row: Event, stretch: Stretch, rules: DayRules, occasion: Occasion) -> EventChange:
    before = stretch_of(row.kind, row.starts_at, row.ends_at)
    _write(row, stretch, rules)
    row.version += 1
    row.recorded_by = occasion.actor.person_id
    row.recorded_at = occasion.now
    return EventChange(row.id, row.student_id, row.day, before, stretch, row.short_late)


def _write(row: Event, stretch: Stretch, rules: DayRules) -> None:
    row.kind = stretch.kind
    row.starts_at, row.ends_at = times_of(stretch)
    row.short_late = rules.is_short(stretch)


def cancel(row: Event, occasion: Occasion) -> EventChange:
    """Cancel an event: it stays, with when and why."""
    before = stretch_of(row.kind, row.starts_at, row.ends_at)
    row.cancelled_at = occasion.now
    row.cancelled_reason = occasion.reason
    row.version += 1
    return EventChange(row.id, row.student_id, row.day, before, None)


def audit(session: Session, changes: Iterable[EventChange], occasion: Occasion) -> None:
    """Write changes to the audit log: what was, what is, and why."""
    entries = [
        Change(
            act=_act(change),
            object_type="attendance_event",
            object_id=change.event_id,
            before=_told(change.before),
            after=_told(change.after),
            student_id=change.student_id,
            reason=occasion.reason,
        )
        for change in changes
    ]
    record_changes(session, occasion.actor, entries, occasion.now)


def _act(change: EventChange) -> str:
    if change.before is None:
        return "attendance.event.recorded"
    return "attendance.event.changed" if change.after else "attendance.event.cancelled"


def _told(stretch: Stretch | None) -> dict[str, object]:
    if stretch is None:
        return {}
    starts_at, ends_at = times_of(stretch)
    return {
        "kind": str(stretch.kind),
        "starts_at": starts_at and starts_at.isoformat("minutes"),
        "ends_at": ends_at and ends_at.isoformat("minutes"),
    }
