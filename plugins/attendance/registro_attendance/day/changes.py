"""From the events of a day to what they should be: which to keep, change, add, cancel."""

from collections.abc import Iterable
from dataclasses import dataclass

from registro_attendance.day.stretches import Stretch


@dataclass(frozen=True)
class Plan:
    """What to do with the events of a student on a day. Untouched ones are not mentioned."""

    change: tuple[tuple[int, Stretch], ...] = ()
    add: tuple[Stretch, ...] = ()
    cancel: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.change or self.add or self.cancel)


def plan(old: dict[int, Stretch], new: Iterable[Stretch]) -> Plan:
    """Turn stored events (by id) into new stretches with the fewest changes.

    An event is changed into the new stretch with which it has most minutes in
    common: an absence that becomes a late entry stays the same event, with its
    justification.
    """
    wanted = list(new)
    waiting = [stretch for stretch in wanted if stretch not in old.values()]
    free = {event_id: stretch for event_id, stretch in old.items() if stretch not in wanted}
    change = []
    for stretch in list(waiting):
        best = max(free, key=lambda event_id: _common(free[event_id], stretch), default=None)
        if best is not None and _common(free[best], stretch) > 0:
            change.append((best, stretch))
            waiting.remove(stretch)
            del free[best]
    return Plan(tuple(change), tuple(waiting), tuple(free))


def _common(one: Stretch, other: Stretch) -> int:
    return min(one.end, other.end) - max(one.start, other.start)
