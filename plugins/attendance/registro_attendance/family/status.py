"""Is my child at school? One word and one time, from the day's rolls and events: pure rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from registro_attendance.day.stretches import DAY_END, DAY_START, Stretch, minutes_of, time_of
from registro_attendance.models import EventKind
from registro_core.api import Removal, Slot


class Where(StrEnum):
    """Where a student is, as far as the school knows."""

    NO_SCHOOL = "no-school"
    BEFORE = "before"
    NOT_TAKEN = "not-taken"
    IN_CLASS = "in-class"
    LATE = "late"
    ABSENT = "absent"
    LEFT = "left"
    OUTSIDE = "outside"
    # Kept from lessons by the school: in the building, or out of it (B2).
    KEPT_IN = "kept-in"
    REMOVED = "removed"
    OVER = "over"


@dataclass(frozen=True)
class Status:
    """Where, and since or until when (`at`), on the school's wall."""

    where: Where
    at: time | None = None

    @property
    def style(self) -> str:
        """How good it looks; words and icon say the same."""
        if self.where in {Where.IN_CLASS, Where.OUTSIDE, Where.OVER}:
            return "ok"
        return "" if self.where in {Where.NO_SCHOOL, Where.BEFORE} else "warn"


def status_now(
    slots: Sequence[Slot],
    stretches: Sequence[Stretch],
    now: time,
    *,
    called: bool,
    removal: Removal | None = None,
) -> Status:
    """Where a student is at a time of a school day.

    :param called: a roll of the class was called today; until then nobody knows.
    """
    if not slots:
        return Status(Where.NO_SCHOOL)
    if removal is not None:
        return Status(Where.KEPT_IN if removal.in_school else Where.REMOVED)
    minute = minutes_of(now)
    first, last = slots[0].starts_at, slots[-1].ends_at
    here = next((each for each in stretches if each.start <= minute < each.end), None)
    if any(each.whole_day and each.kind is EventKind.ABSENT for each in stretches):
        return Status(Where.ABSENT)
    if now < first:
        return Status(Where.BEFORE, first)
    if here is not None:
        return _away(here)
    if now >= last:
        return Status(Where.OVER, last)
    if not called:
        return Status(Where.NOT_TAKEN)
    return _came(stretches, minute, first)


def _away(stretch: Stretch) -> Status:
    since = None if stretch.start == DAY_START else time_of(stretch.start)
    if stretch.kind is EventKind.OUTSIDE:
        return Status(Where.OUTSIDE, since)
    if stretch.kind is EventKind.EXIT:
        return Status(Where.LEFT, since)
    return Status(Where.ABSENT, since)


def _came(stretches: Sequence[Stretch], minute: int, first: time) -> Status:
    ended = [each.end for each in stretches if each.end <= minute and each.end < DAY_END]
    if not ended:
        return Status(Where.IN_CLASS, first)
    came = time_of(max(ended))
    late = any(each.kind is EventKind.LATE and each.end == max(ended) for each in stretches)
    return Status(Where.LATE if late else Where.IN_CLASS, came)
