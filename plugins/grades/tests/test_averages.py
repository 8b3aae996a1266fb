"""Averages against an independent calculation, with decimals of many digits (G3, G4, S13)."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registro_grades.averages import Weighted, average, mean, middle
from registro_grades.values import HIGHEST, LOWEST

MARKS = st.builds(Weighted, st.integers(LOWEST, HIGHEST), st.integers(0, 100))


def by_hand(marks):
    """The same by another way: what the mark says in decimals, repeated as often as it weighs."""
    heap = [Decimal(mark.quarters) / 4 for mark in marks for _time in range(mark.weight)]
    return sum(heap, Decimal(0)) / len(heap) if heap else None


@given(st.lists(MARKS, max_size=12))
def test_g3_the_average_is_that_of_an_independent_calculation(marks):
    with localcontext(prec=60):
        expected, found = by_hand(marks), average(marks)
        if expected is None:
            assert found is None
        else:
            assert abs(Decimal(found.numerator) / found.denominator - expected) < Decimal("1e-50")


def test_g3_weights_count_and_zero_does_not():
    assert average([Weighted(24), Weighted(32, 50), Weighted(4, 0)]) == Fraction(20, 3)


def test_g3_without_weights_there_is_no_average():
    assert average([]) is None
    assert average([Weighted(28, 0)]) is None


@given(st.lists(MARKS, min_size=1, max_size=12))
def test_g3_the_average_lies_among_the_marks_that_count(marks):
    counted = [Fraction(m.quarters, 4) for m in marks if m.weight]
    if counted:
        assert min(counted) <= average(marks) <= max(counted)


def test_g4_the_general_average_weighs_subjects_alike():
    many = average([Weighted(24)] * 9)
    few = average([Weighted(32)])
    assert mean([many, few, None]) == 7


def test_g4_of_nothing_there_is_none():
    assert mean([]) is None
    assert mean([None]) is None


def test_s13_seven_is_seven_exactly():
    # A sum in floating point of these thirds would miss the edge of the band.
    assert mean([Fraction(20, 3), Fraction(22, 3)]) == 7


@pytest.mark.parametrize(
    ("positions", "expected"), [([], None), ([5], 5), ([1, 6], 1), ([6, 1, 4], 4), ([2, 2, 3], 2)]
)
def test_g11_judgements_have_a_middle(positions, expected):
    assert middle(positions) == expected
