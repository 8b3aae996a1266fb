"""Hours of absence: exact units, floors, and the denominator (A6, A7)."""

from datetime import date, time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registro_attendance.day.stretches import DAY_END, DAY_START, Stretch
from registro_attendance.hours import DayHours, Floor, Lesson, day_hours, missed_units
from registro_attendance.models import EventKind
from registro_core.api import Slot, school_instant

HOUR = Slot(1, time(8), time(9), Fraction(1))
SHORT = Slot(5, time(12), time(12, 50), Fraction(5, 6))
minutes = st.integers(DAY_START, DAY_END)


def away(start: int, end: int, kind: EventKind = EventKind.ABSENT) -> Stretch:
    return Stretch(start, end, kind)


@st.composite
def slots(draw: st.DrawFn) -> Slot:
    """A slot of 30 to 120 minutes, worth some fraction of a unit."""
    start = draw(st.integers(7 * 60, 16 * 60))
    length = draw(st.integers(30, 120))
    units = draw(st.fractions(Fraction(1, 2), Fraction(2), max_denominator=6))
    return Slot(1, time(*divmod(start, 60)), time(*divmod(start + length, 60)), units)


@st.composite
def days(draw: st.DrawFn) -> list[Stretch]:
    """Stretches of a day that do not overlap."""
    cuts = sorted(draw(st.sets(minutes, max_size=8)))
    return [away(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b]


def test_a6_minutes_become_units_by_the_length_of_the_slot() -> None:
    assert missed_units(HOUR, [away(480, 500)], Floor.NONE) == Fraction(1, 3)
    assert missed_units(SHORT, [away(720, 745)], Floor.NONE) == Fraction(5, 12)


@pytest.mark.parametrize(
    ("minutes_missed", "none", "half", "hour"),
    [
        (29, Fraction(29, 60), Fraction(0), Fraction(0)),
        (30, Fraction(1, 2), Fraction(1, 2), Fraction(0)),
        (59, Fraction(59, 60), Fraction(1, 2), Fraction(0)),
        (60, Fraction(1), Fraction(1), Fraction(1)),
    ],
)
def test_a6_floors_are_in_the_students_favour(
    minutes_missed: int, none: Fraction, half: Fraction, hour: Fraction
) -> None:
    stretch = [away(480, 480 + minutes_missed)]
    assert missed_units(HOUR, stretch, Floor.NONE) == none
    assert missed_units(HOUR, stretch, Floor.HALF) == half
    assert missed_units(HOUR, stretch, Floor.HOUR) == hour


@pytest.mark.parametrize("floor", list(Floor))
def test_a6_a_slot_wholly_missed_counts_its_units_exactly(floor: Floor) -> None:
    assert missed_units(SHORT, [away(DAY_START, DAY_END)], floor) == Fraction(5, 6)


def test_a5_presence_elsewhere_with_the_school_is_presence() -> None:
    outside = [away(DAY_START, DAY_END, EventKind.OUTSIDE)]
    assert missed_units(HOUR, outside, Floor.NONE) == 0


def test_a5_lates_and_exits_count_in_hours() -> None:
    lessons = [Lesson(HOUR), Lesson(SHORT)]
    day = [away(DAY_START, 495, EventKind.LATE), away(725, DAY_END, EventKind.EXIT)]
    assert day_hours(lessons, day, Floor.NONE).absent == Fraction(1, 4) + Fraction(
        45, 50
    ) * Fraction(5, 6)


def test_a7_unsigned_hours_count_and_are_reported_as_a_gap() -> None:
    lessons = [Lesson(HOUR, signed=True), Lesson(SHORT, signed=False)]
    hours = day_hours(lessons, [away(DAY_START, DAY_END)], Floor.HALF)
    assert hours == DayHours(held=Fraction(11, 6), absent=Fraction(11, 6), unsigned=Fraction(5, 6))


def test_a7_an_hour_that_was_not_held_cannot_be_missed() -> None:
    assert day_hours([], [away(DAY_START, DAY_END)], Floor.NONE) == DayHours()


def test_days_of_clock_change_have_hours_of_sixty_minutes() -> None:
    """29 March and 25 October: the night is an hour shorter or longer, the lesson is not."""
    for day in (date(2027, 3, 28), date(2026, 10, 25)):
        length = school_instant(day, HOUR.ends_at) - school_instant(day, HOUR.starts_at)
        assert length.total_seconds() == 3600
        hours = day_hours([Lesson(HOUR)], [away(480, 510)], Floor.NONE)
        assert hours.absent == Fraction(1, 2)


@given(slots(), days(), st.sampled_from(Floor))
def test_never_less_than_nothing_nor_more_than_the_slot(
    slot: Slot, stretches: list[Stretch], floor: Floor
) -> None:
    missed = missed_units(slot, stretches, floor)
    assert 0 <= missed <= slot.units
    assert missed <= missed_units(slot, stretches, Floor.NONE) or missed == slot.units


@given(slots(), days())
def test_absence_and_presence_together_are_the_slot(slot: Slot, stretches: list[Stretch]) -> None:
    gaps, last = [], DAY_START
    for stretch in sorted(stretches):
        if last < stretch.start:
            gaps.append(away(last, stretch.start))
        last = stretch.end
    if last < DAY_END:
        gaps.append(away(last, DAY_END))
    both = missed_units(slot, stretches, Floor.NONE) + missed_units(slot, gaps, Floor.NONE)
    assert both == slot.units


@given(slots(), minutes, minutes, minutes)
def test_splitting_a_stretch_changes_nothing(slot: Slot, a: int, b: int, c: int) -> None:
    first, middle, last = sorted((a, b, c))
    whole = [away(first, last)] if first < last else []
    parts = [away(x, y) for x, y in ((first, middle), (middle, last)) if x < y]
    assert missed_units(slot, whole, Floor.NONE) == missed_units(slot, parts, Floor.NONE)
