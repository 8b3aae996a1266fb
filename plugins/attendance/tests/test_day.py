"""A student's day as stretches (A8): what rolls say, joined and named."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from registro_attendance.day.changes import plan
from registro_attendance.day.states import (
    Mark,
    RowState,
    Window,
    read_token,
    restated,
    state_in,
    window_of,
)
from registro_attendance.day.stretches import (
    DAY_END,
    DAY_START,
    Stretch,
    stretch_of,
    tidy,
    times_of,
)
from registro_attendance.models import EventKind

SLOTS = [(480 + 60 * n, 540 + 60 * n) for n in range(5)]
FIRST, LAST = 480, 780
ABSENT = Stretch(DAY_START, DAY_END, EventKind.ABSENT)
in_hours = st.integers(FIRST + 1, LAST - 1)


@st.composite
def states(draw: st.DrawFn) -> tuple[int, RowState]:
    """An hour of the day and what its roll says."""
    number = draw(st.integers(0, 4))
    start = SLOTS[number][0]
    at = st.integers(start + 1, LAST - 1)
    mark = draw(st.sampled_from([Mark.PRESENT, Mark.ABSENT, Mark.LATE, Mark.LEFT]))
    if mark is Mark.LATE:
        return number, RowState(mark, entered=draw(at))
    if mark is Mark.LEFT:
        return number, RowState(mark, left=draw(at))
    return number, RowState(mark)


def say(day: list[Stretch], number: int, state: RowState, called: set[int]) -> list[Stretch]:
    """The day after a roll."""
    window = window_of(SLOTS, SLOTS[number], [SLOTS[n][0] for n in called])
    return restated(day, state, window)


@given(st.lists(states(), max_size=8))
def test_a8_stretches_never_overlap_and_one_state_holds_in_every_minute(
    rolls: list[tuple[int, RowState]],
) -> None:
    day: list[Stretch] = []
    called: set[int] = set()
    for number, state in rolls:
        day = say(day, number, state, called)
        called.add(number)
    assert all(a.end < b.start for a, b in pairwise(day))
    whole = [each for each in day if each.whole_day]
    assert not whole or len(day) == 1, "a full day excludes late and exit"


@given(st.lists(states(), max_size=6), states())
def test_an_hour_shows_what_its_roll_said(
    rolls: list[tuple[int, RowState]], last: tuple[int, RowState]
) -> None:
    day: list[Stretch] = []
    called: set[int] = set()
    for number, state in rolls:
        day = say(day, number, state, called)
        called.add(number)
    number, state = last
    day = say(day, number, state, called)
    shown = state_in(*SLOTS[number], day)
    if state.mark in {Mark.PRESENT, Mark.ABSENT}:
        here = [each for each in day if each.overlaps(*SLOTS[number])]
        away = any(e.start <= SLOTS[number][0] and e.end >= SLOTS[number][1] for e in here)
        assert bool(here) == away == (state.mark is Mark.ABSENT)
    elif (state.left or state.entered or 0) < SLOTS[number][1]:
        assert (shown.entered or shown.left) is not None
        assert shown.mark is not Mark.PRESENT


@given(st.lists(states(), max_size=6), st.integers(0, 4))
def test_saying_what_is_shown_again_changes_nothing_in_the_hour(
    rolls: list[tuple[int, RowState]], number: int
) -> None:
    day: list[Stretch] = []
    called: set[int] = set()
    for hour, state in rolls:
        day = say(day, hour, state, called)
        called.add(hour)
    shown = state_in(*SLOTS[number], day)
    assert read_token(shown.token) == shown


def test_a8_an_absence_becomes_a_late_entry() -> None:
    day = restated([ABSENT], RowState(Mark.PRESENT), Window(600, DAY_END, FIRST, LAST))
    assert day == [Stretch(DAY_START, 600, EventKind.LATE)]


def test_a8_a_late_entry_and_an_exit_live_together() -> None:
    window = Window(DAY_START, DAY_END, FIRST, LAST)
    day = restated([], RowState(Mark.LEFT, entered=490, left=530), window)
    assert [each.kind for each in day] == [EventKind.LATE, EventKind.EXIT]


def test_an_exit_with_return_is_one_event() -> None:
    left = restated([], RowState(Mark.LEFT, left=570), Window(540, DAY_END, FIRST, LAST))
    back = restated(left, RowState(Mark.LATE, entered=615), Window(600, DAY_END, FIRST, LAST))
    assert back == [Stretch(570, 615, EventKind.EXIT)]


def test_entering_with_the_bell_is_being_present() -> None:
    window = Window(DAY_START, DAY_END, FIRST, LAST)
    assert restated([], RowState(Mark.LATE, entered=480), window) == []


def test_leaving_with_the_first_bell_is_being_absent() -> None:
    window = Window(DAY_START, DAY_END, FIRST, LAST)
    assert restated([], RowState(Mark.LEFT, left=480), window) == [ABSENT]


def test_a5_presence_elsewhere_is_never_turned_into_absence() -> None:
    outside = Stretch(540, 660, EventKind.OUTSIDE)
    window = Window(DAY_START, DAY_END, FIRST, LAST)
    day = restated([outside], RowState(Mark.ABSENT), window)
    assert day == [
        Stretch(DAY_START, 540, EventKind.LATE),
        Stretch(660, DAY_END, EventKind.ABSENT),
    ]
    assert state_in(540, 600, [outside]).mark is Mark.OUTSIDE


def test_a_changed_event_keeps_its_identity() -> None:
    late = Stretch(DAY_START, 600, EventKind.LATE)
    changes = plan({7: ABSENT}, [late])
    assert (changes.change, changes.add, changes.cancel) == (((7, late),), (), ())


def test_what_is_the_same_is_not_touched() -> None:
    assert not plan({7: ABSENT}, [ABSENT])


@given(st.integers(0, 1439), st.integers(1, 1440))
def test_times_of_a_stretch_come_back(start: int, end: int) -> None:
    if start < end:
        stretch = Stretch(start, end, EventKind.EXIT)
        assert stretch_of(stretch.kind, *times_of(stretch)) == stretch


@given(st.lists(st.tuples(in_hours, in_hours), max_size=5))
def test_tidying_twice_is_tidying_once(spans: list[tuple[int, int]]) -> None:
    day = [Stretch(a, b, EventKind.ABSENT) for a, b in spans if a < b]
    once = tidy(day, FIRST, LAST)
    assert tidy(once, FIRST, LAST) == once
