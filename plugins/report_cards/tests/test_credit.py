"""Credits cell by cell, with exact arithmetic (Annex A to D.Lgs. 62/2017; C1-C4, S7, S13)."""

from fractions import Fraction

import pytest

from registro_core.api import SubjectKind
from registro_report_cards.rules.credit import MOST, Band, band, credit
from registro_report_cards.rules.marks import FinalMark, average, counted

pytestmark = pytest.mark.once

# Averages of nine numbers: the sum, and the values of year 3, 4 and 5, as Annex A has them.
ANNEX_A = [
    (53, None, None, (7, 8)),
    (54, (7, 8), (8, 9), (9, 10)),
    (55, (8, 9), (9, 10), (10, 11)),
    (62, (8, 9), (9, 10), (10, 11)),
    (63, (8, 9), (9, 10), (10, 11)),
    (64, (9, 10), (10, 11), (11, 12)),
    (72, (9, 10), (10, 11), (11, 12)),
    (73, (10, 11), (11, 12), (13, 14)),
    (81, (10, 11), (11, 12), (13, 14)),
    (82, (11, 12), (12, 13), (14, 15)),
    (90, (11, 12), (12, 13), (14, 15)),
]


def nine(total):
    """Nine numbers with this sum."""
    return [total // 9 + (place < total % 9) for place in range(9)]


@pytest.mark.parametrize(("total", "third", "fourth", "fifth"), ANNEX_A)
def test_c3_annex_a_cell_by_cell(total, third, fourth, fifth):
    assert sum(nine(total)) == total
    for grade, cell in ((3, third), (4, fourth), (5, fifth)):
        assert band(nine(total), grade) == (Band(*cell) if cell else None)


def test_c3_sixty_three_over_nine_marks_is_exactly_seven():
    marks = [FinalMark(f"Materia {place}", 7) for place in range(8)]

    assert average(marks, 7) == Fraction(7)
    assert band(counted(marks, 7), 3) == Band(8, 9)


def test_c3_neighbours_of_a_border_are_told_apart_with_any_number_of_marks():
    for count in range(5, 40):
        for border, lower, upper in (
            (6, (7, 8), (8, 9)),
            (7, (8, 9), (9, 10)),
            (8, (9, 10), (10, 11)),
        ):
            exact = [border] * count
            assert band(exact, 3) == Band(*lower)
            assert band([*exact[1:], border + 1], 3) == Band(*upper)


def test_c1_no_more_than_forty_in_three_years():
    best = [credit([10] * 9, grade, 10, deserves_top=True) for grade in (3, 4, 5)]

    assert best == [12, 13, 15]
    assert sum(best) == MOST


def test_c2_the_upper_value_takes_nine_in_behaviour_and_is_not_due():
    numbers = nine(70)
    assert credit(numbers, 3, 9, deserves_top=True) == 10
    assert credit(numbers, 3, 8, deserves_top=True) == 9
    # C4: nine alone is not enough.
    assert credit(numbers, 3, 10, deserves_top=False) == 9
    assert credit(nine(50), 3, 10, deserves_top=True) == 0


def test_s13_behaviour_and_civic_education_count_religion_does_not_and_nc_is_nothing():
    marks = [
        FinalMark("Storia", 8),
        FinalMark("Educazione civica", 9, SubjectKind.CIVIC_EDUCATION),
        FinalMark("Religione", kind=SubjectKind.RELIGION),
        FinalMark("Latino"),
        FinalMark("Facoltativa", 10, in_average=False),
    ]
    assert counted(marks, 10) == [8, 9, 0, 10]
    assert average(marks, 10) == Fraction(27, 4)


def test_credits_are_of_the_last_three_years():
    for grade, numbers in ((1, [6]), (2, [6]), (6, [6]), (3, [])):
        with pytest.raises(ValueError, match="years 3 to 5"):
            band(numbers, grade)


def test_s1_marks_are_tenths():
    for mark in (0, 11, -1):
        with pytest.raises(ValueError, match="tenths"):
            FinalMark("Storia", mark)
