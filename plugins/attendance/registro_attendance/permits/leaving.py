"""Recording at the desk that somebody leaves or comes in now: the event, the notice, the reason."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from sqlalchemy.orm import Session

from registro_attendance.day.stretches import (
    DAY_END,
    DAY_START,
    Stretch,
    minutes_of,
    tidy,
    without,
)
from registro_attendance.events.reading import day_book
from registro_attendance.events.recording import DayRules, Occasion, store
from registro_attendance.justifications.doing import Doer
from registro_attendance.models import EventKind, EventSource
from registro_attendance.notices import tell_families
from registro_attendance.permits.arrivals import settle
from registro_attendance.permits.models import PermitKind
from registro_attendance.roll.saving import lock_class
from registro_core.api import Slot


@dataclass(frozen=True)
class AtTheDoor:
    """Who goes out or comes in, of which class, when; the hours of the class on that day."""

    student_id: int
    class_id: int
    day: date
    at: time
    kind: PermitKind
    slots: tuple[Slot, ...]
    short_late_minutes: int


def record(session: Session, doer: Doer, door: AtTheDoor) -> None:
    """Store the exit or the entry, tell the family at once, and let the permit justify it.

    The rolls of the hours that follow find the student gone, or here.
    """
    if not door.slots:
        return
    lock_class(session, door.class_id)
    away = day_book(session, [door.student_id], door.day).away(door.student_id)
    wanted = tidy(
        _after(list(away.values()), door),
        minutes_of(door.slots[0].starts_at),
        minutes_of(door.slots[-1].ends_at),
    )
    changes = store(
        session,
        door.day,
        {door.student_id: wanted},
        {door.student_id: door.class_id},
        DayRules(door.slots[0].starts_at, door.short_late_minutes),
        Occasion(doer.actor, doer.now, EventSource.PERMIT),
    )
    tell_families(session, changes, timedelta(0), doer.now)
    settle(session, doer, changes)


def _after(away: list[Stretch], door: AtTheDoor) -> list[Stretch]:
    minute = minutes_of(door.at)
    if door.kind is PermitKind.EARLY_EXIT:
        return [*without(away, minute, DAY_END), Stretch(minute, DAY_END, EventKind.EXIT)]
    # who comes in ends the absence they are in, whether of the morning or after leaving
    inside = [each for each in away if each.start < minute < each.end]
    if inside:
        return [replace(each, end=minute) if each in inside else each for each in away]
    return [*without(away, DAY_START, minute), Stretch(DAY_START, minute, EventKind.LATE)]
