"""What marks are worth together, in exact fractions (G3, G4, S13).

Nothing here is rounded: pages round for the eye alone, rules compare what is exact.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from registro_grades.values import points


@dataclass(frozen=True)
class Weighted:
    """A mark in quarter points, and its weight in per cent; weight 0 does not count (G3)."""

    quarters: int
    weight: int = 100


def average(marks: Iterable[Weighted]) -> Fraction | None:
    """The average of a subject: Σ weight x mark / Σ weight; None where no mark counts (G3)."""
    total, weights = Fraction(0), 0
    for mark in marks:
        total += mark.weight * points(mark.quarters)
        weights += mark.weight
    return total / weights if weights else None


def mean(values: Iterable[Fraction | None]) -> Fraction | None:
    """The plain mean of what is there; None of nothing.

    Of the averages of the subjects that count it is the general average (G4): a subject with many
    marks weighs no more than one with few. Of final marks it is the average for credits (S13).
    """
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def middle(positions: Sequence[int]) -> int | None:
    """The middle level of judgements, the lower of two; None of nothing.

    Judgements have an order and no distance: they have a middle and no average (G11, G12).
    """
    ordered = sorted(positions)
    return ordered[(len(ordered) - 1) // 2] if ordered else None
