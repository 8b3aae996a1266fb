"""The queue at a teacher's door on a general meetings day: who is next, and how late it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MINUTE = timedelta(minutes=1)


class Call(StrEnum):
    """How far a meeting of the day has come."""

    WAITING = "waiting"
    CALLED = "called"
    DONE = "done"
    ABSENT = "absent"


OPEN = frozenset({Call.WAITING, Call.CALLED})


@dataclass(frozen=True)
class InQueue:
    """A booked meeting: its number on the screen of the hall, and when it is due (UTC)."""

    number: int
    begins: datetime
    state: Call


@dataclass(frozen=True)
class Ahead:
    """What a family is shown: how many are before them, and the teacher's delay in minutes."""

    people: int
    delay: int


def next_waiting(queue: Sequence[InQueue]) -> InQueue | None:
    """Whom the teacher calls next: who is due first of those still waiting."""
    waiting = (each for each in queue if each.state is Call.WAITING)
    return min(waiting, key=lambda each: (each.begins, each.number), default=None)


def ahead_of(queue: Sequence[InQueue], number: int, now: datetime) -> Ahead:
    """How many of a teacher's queue come before a number, and how late the teacher is.

    Raises LookupError for a number not in the queue.
    """
    mine = next((each for each in queue if each.number == number), None)
    if mine is None:
        raise LookupError(f"nobody in the queue has number {number}")
    due = (mine.begins, mine.number)
    before = [e for e in queue if e.state in OPEN and (e.begins, e.number) < due]
    return Ahead(len(before), delay(queue, now))


def delay(queue: Sequence[InQueue], now: datetime) -> int:
    """By how many whole minutes a teacher is late: since when the first who waits is due.

    0 when nobody who waits is due yet.
    """
    waiting = [each.begins for each in queue if each.state is Call.WAITING]
    if not waiting:
        return 0
    return max(0, (now - min(waiting)) // MINUTE)
