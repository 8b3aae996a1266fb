"""Storing, changing and cancelling events, each with its entry in the audit log.

Every writer goes through `store`: the roll, the desk, permits, the office.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_attendance.day.changes import Plan, plan
from registro_attendance.day.stretches import Stretch, minutes_of, stretch_of, times_of
from registro_attendance.events.reading import day_book
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
) -> list[EventChange]:
    """Make the events of students on a day be those wanted; say what changed.

    Presence elsewhere with the school is left alone: `store_outside` keeps it.

    :param wanted: stretches by student; students not mentioned are left alone.
    :param classes: the class of each student on that day (A9).
    """
    book = day_book(session, wanted, day)
    plans = {student: plan(book.away(student), new) for student, new in wanted.items()}
    touched = {event_id for each in plans.values() for event_id in (*each.cancel, *_ids(each))}
    rows = (
        {row.id: row for row in session.scalars(select(Event).where(Event.id.in_(touched)))}
        if touched
        else {}
    )
    done = [cancel(rows[i], occasion) for each in plans.values() for i in each.cancel]
    # What is cancelled makes room before anything else may take its place.
    session.flush()
    for student, each in plans.items():
        done += [_change(rows[i], stretch, rules, occasion) for i, stretch in each.change]
        done += [
            add(
                session,
                Event(student_id=student, class_id=classes[student], day=day),
                stretch,
                rules,
                occasion,
            )
            for stretch in each.add
        ]
    audit(session, done, occasion)
    return done


def _ids(changes: Plan) -> list[int]:
    return [event_id for event_id, _stretch in changes.change]


def add(
    session: Session, row: Event, stretch: Stretch, rules: DayRules, occasion: Occasion
) -> EventChange:
    """Store a new event, whose student, class and day are given; it gets its id."""
    _write(row, stretch, rules)
    row.source = occasion.source
    row.recorded_by = occasion.actor.person_id
    row.recorded_at = occasion.now
    session.add(row)
    session.flush()
    return EventChange(row.id, row.student_id, row.day, None, stretch, row.short_late)


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
