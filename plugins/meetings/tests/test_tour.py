"""The shortest tour, held against trying everything (domain row 97)."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registro_meetings.rules.tour import shortest_tour

pytestmark = pytest.mark.once


def measure(tour):
    """How long a tour is, then when it begins: of two, the lesser is better."""
    turns = tour.values()
    return (max(turns) - min(turns), min(turns)) if turns else (0, 0)


def by_trying_everything(free, busy):
    teachers = sorted(free)
    choices = product(*(set(free[teacher]) - set(busy) for teacher in teachers))
    tours = [dict(zip(teachers, turns, strict=True)) for turns in choices]
    return min((measure(tour) for tour in tours if alone(tour)), default=None)


def alone(tour):
    return len(set(tour.values())) == len(tour)


FREE = st.dictionaries(
    st.integers(1, 9), st.sets(st.integers(0, 11), max_size=6), min_size=0, max_size=4
)


@settings(max_examples=200, deadline=None)
@given(FREE, st.sets(st.integers(0, 11), max_size=4))
def test_no_tour_is_better_and_none_is_missed(free, busy):
    tour = shortest_tour(free, busy)
    best = by_trying_everything(free, busy)
    assert (tour is None) == (best is None)
    if tour is not None:
        assert measure(tour) == best
        assert tour.keys() == free.keys()
        assert alone(tour)
        assert all(turn in free[teacher] for teacher, turn in tour.items())
        assert not set(tour.values()) & busy


def test_somebody_moves_so_that_all_fit():
    """The first teacher's earliest turn is the second's only one."""
    assert shortest_tour({1: [3, 4], 2: [3]}) == {2: 3, 1: 4}


def test_it_begins_late_rather_than_waiting():
    assert shortest_tour({1: [0, 8], 2: [5, 9], 3: [1, 10]}) == {1: 8, 2: 9, 3: 10}


def test_without_a_turn_for_each_there_is_no_tour():
    assert shortest_tour({1: [3], 2: [3]}) is None
    assert shortest_tour({1: [3], 2: []}) is None
    assert shortest_tour({1: [3]}, busy=[3]) is None
    assert shortest_tour({}) == {}


def test_a_whole_council_on_a_nearly_full_day_is_found():
    """Twelve teachers and a window that opens only at the end: trying everything takes 5**12."""
    free = {teacher: [*range(0, 48, 12), 47 + teacher] for teacher in range(1, 13)}
    assert shortest_tour(free) == {teacher: 47 + teacher for teacher in free}
