"""Marks in quarter points: what is read, what is shown (G1)."""

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registro_grades.values import VALUES, NotAMark, Style, display, parse, points


def test_g1_there_are_37_values():
    assert len({display(value) for value in VALUES}) == 37
    assert len({display(value, Style.DECIMALS) for value in VALUES}) == 37


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("value", VALUES)
def test_g1_what_is_shown_is_read_back(value, style):
    assert parse(display(value, style)) == value


@pytest.mark.parametrize(
    ("typed", "quarters"),
    [
        *(("7", 28), ("7+", 29), ("7½", 30), ("8-", 31), ("8", 32)),
        *(("7,5", 30), ("7.5", 30), ("7.50", 30), ("7,25", 29), ("7.75", 31), ("7,0", 28)),
        *(("7 1/2", 30), ("71/2", None), ("7 ½", 30), ("7¼", 29), ("7 3/4", 31), ("7¾", 31)),
        *((" 6- ", 23), ("6−", 23), ("6–", 23), ("10", 40), ("10-", 39), ("1", 4), ("1+", 5)),
        *(("", None), ("0", None), ("1-", None), ("10+", None), ("11", None), ("10,5", None)),
        *(("7,3", None), ("7++", None), ("7½+", None), ("½", None), ("1/2", None), ("sette", None)),
        *(("-7", None), ("7 7", None), ("6/7", None), ("７", None), ("7,", None), (",5", None)),
    ],
)
def test_g1_what_teachers_type(typed, quarters):
    if quarters is None:
        with pytest.raises(NotAMark):
            parse(typed)
    else:
        assert parse(typed) == quarters


@given(st.text(max_size=12))
def test_g1_any_text_is_a_mark_or_is_refused(text):
    with suppress(NotAMark):
        assert parse(text) in VALUES


def test_g1_quarters_are_exact_points():
    assert [points(q) for q in (25, 26, 27)] == [
        Fraction("6.25"),
        Fraction("6.5"),
        Fraction("6.75"),
    ]
