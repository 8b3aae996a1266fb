"""Saving a roll: what others changed meanwhile, the new events, and that the roll was called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_attendance.day.states import RowState, restated
from registro_attendance.events.recording import DayRules, EventChange, Occasion, store
from registro_attendance.models import Roll
from registro_attendance.roll.hour import Hour
from registro_core.api import SchoolClass, school_instant

# After a day a change needs a reason (L8).
REASON_AFTER = timedelta(hours=24)


def lock_class(session: Session, class_id: int) -> None:
    """Let the rolls of a class be saved one after the other; SQLite does so anyway.

    Not FOR UPDATE: that would also stop whoever signs a lesson of the class.
    """
    session.execute(
        select(SchoolClass.id).where(SchoolClass.id == class_id).with_for_update(key_share=True)
    )


@dataclass(frozen=True)
class Clash:
    """A student whose state somebody else changed while the form was open."""

    student_id: int
    current: RowState
    typed: RowState
    touched: bool


def clashes(
    shown: Mapping[int, RowState], typed: Mapping[int, RowState], current: Mapping[int, RowState]
) -> list[Clash]:
    """The students that another one changed since the form was shown, to something else.

    `touched` says whether this teacher changed them too; if not, what the
    other one wrote is simply right and is shown.
    """
    return [
        Clash(student, current[student], state, touched=state != shown[student])
        for student, state in typed.items()
        if student in shown and current[student] not in {shown[student], state}
    ]


def needs_reason(hour: Hour, now: datetime) -> bool:
    """Whether a change must say why: the roll was called and a day has passed (L8)."""
    ended = school_instant(hour.place.day, hour.place.slot.ends_at)
    return hour.called is not None and now - ended > REASON_AFTER


def save_roll(
    session: Session,
    hour: Hour,
    states: Mapping[int, RowState],
    rules: DayRules,
    occasion: Occasion,
) -> list[EventChange]:
    """Store what a roll says of each student, and that it was called; return what changed.

    Students whose state is the one inherited are not touched.
    """
    changed = {s: state for s, state in states.items() if state != hour.state(s)}
    wanted = {
        student: restated(hour.stretches(student), state, hour.window(student))
        for student, state in changed.items()
    }
    _remember_called(session, hour, occasion)
    if not wanted:
        return []
    return store(session, hour.place.day, wanted, hour.classes, rules, occasion, hour.book)


def _remember_called(session: Session, hour: Hour, occasion: Occasion) -> None:
    if hour.called is not None:
        return
    place = hour.place
    session.add(
        Roll(
            class_id=place.class_id,
            group_id=place.group_id,
            day=place.day,
            slot=place.slot.number,
            taken_by=occasion.actor.person_id,
            taken_at=occasion.now,
        )
    )
    session.flush()
