"""Chance: which students are away on which days, and how. Pure, from one seeded source."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from random import Random

from registro_attendance.models import EventKind
from registro_core.api import DemoStudent, Slot

# Spells begin on 5 % of days and last 1.8 days on average: 9 % of days are missed.
SPELL_BEGINS, SPELL_GOES_ON = 0.05, 0.45
LATE, EARLY_EXIT = 0.035, 0.015
# How much more or less than others a student is away, and how many are so.
TEMPERS = ((0.5, 35), (0.9, 34), (1.5, 24), (2.8, 6), (14, 1))


@dataclass(frozen=True)
class Away:
    """An event to be stored; those of one spell of absence share `spell`."""

    student: DemoStudent
    day: date
    kind: EventKind
    spell: int
    starts_at: time | None = None
    ends_at: time | None = None
    short_late: bool = False


def year_of_student(
    random: Random, student: DemoStudent, days: list[tuple[date, tuple[Slot, ...]]], tolerance: int
) -> Iterator[Away]:
    """The events of a student on school days, in order.

    :param tolerance: minutes within which a late entry is short (A10).
    """
    temper = random.choices([t for t, _n in TEMPERS], [n for _t, n in TEMPERS])[0]
    spell, absent = 0, False
    for day, slots in days:
        absent = random.random() < (SPELL_GOES_ON if absent else SPELL_BEGINS * temper)
        if absent:
            yield Away(student, day, EventKind.ABSENT, spell)
            continue
        spell += 1
        if random.random() < LATE * temper:
            minutes = random.randint(2, 55)
            yield Away(
                student,
                day,
                EventKind.LATE,
                spell,
                ends_at=_after(slots[0].starts_at, minutes),
                short_late=minutes <= tolerance,
            )
            spell += 1
        if random.random() < EARLY_EXIT * temper:
            minutes = random.randint(0, 50)
            start = _after(slots[-1].starts_at, minutes)
            yield Away(student, day, EventKind.EXIT, spell, starts_at=start)
            spell += 1


def _after(at: time, minutes: int) -> time:
    total = at.hour * 60 + at.minute + minutes
    return time(*divmod(total, 60))
