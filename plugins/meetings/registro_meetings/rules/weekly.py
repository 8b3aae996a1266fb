"""The slots of a teacher's weekly hour (*ora di ricevimento*)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time

from registro_core.api import each_day
from registro_meetings.rules.moments import Moment, cut


@dataclass(frozen=True)
class WeeklyHour:
    """When a teacher receives each week; `weekday` as of ISO, 1 is Monday.

    `minutes` is the length of each meeting; None: the hour is one slot for several families.
    """

    teacher_id: int
    weekday: int
    starts_at: time
    ends_at: time
    first_day: date
    last_day: date
    minutes: int | None = None


@dataclass(frozen=True)
class Block:
    """Days without meetings, both included: a teacher's own, or the whole school's (None).

    Schools block the weeks before report cards; a teacher blocks the day of a trip.
    """

    first_day: date
    last_day: date
    teacher_id: int | None = None

    def blocks(self, teacher_id: int, day: date) -> bool:
        """Whether this teacher receives nobody on this day."""
        concerned = self.teacher_id is None or self.teacher_id == teacher_id
        return concerned and self.first_day <= day <= self.last_day


def slots(
    hour: WeeklyHour,
    first_day: date,
    last_day: date,
    *,
    holidays: Collection[date] = (),
    blocks: Iterable[Block] = (),
) -> Iterator[Moment]:
    """The meetings an hour offers from a day to a day, both included, in order.

    None on holidays, on blocked days, and on days on which the hour does not hold.
    """
    closed = tuple(blocks)
    for day in each_day(max(first_day, hour.first_day), min(last_day, hour.last_day)):
        blocked = day in holidays or any(block.blocks(hour.teacher_id, day) for block in closed)
        if day.isoweekday() == hour.weekday and not blocked:
            yield from cut(day, hour.starts_at, hour.ends_at, hour.minutes)
