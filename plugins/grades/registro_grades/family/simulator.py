"""What if: how marks still to come would change an average. Exact, and never stored (row 71)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from registro_grades.averages import Weighted, average
from registro_grades.values import HIGHEST, LOWEST, PER_POINT, points

USUAL_WEIGHT = 100


@dataclass(frozen=True)
class Needed:
    """What a single mark of a weight must be for the average to reach a target.

    `quarters` is the lowest that does; None: no mark of that weight does. `already`: even the
    lowest mark leaves the average at the target or above.
    """

    quarters: int | None
    already: bool = False


def needed(marks: Sequence[Weighted], target: Fraction, weight: int = USUAL_WEIGHT) -> Needed:
    """The lowest mark that brings the average to a target: (target x (W + w) - Σ w v) / w.

    :param weight: of the mark to come, 1-100.
    """
    total = sum((mark.weight * points(mark.quarters) for mark in marks), Fraction(0))
    weights = sum(mark.weight for mark in marks)
    points_needed = (target * (weights + weight) - total) / weight
    # up to the next quarter: a mark below it would miss the target
    quarters = -((-points_needed * PER_POINT).__floor__())
    if quarters <= LOWEST:
        return Needed(LOWEST, already=True)
    return Needed(quarters if quarters <= HIGHEST else None)


@dataclass(frozen=True)
class Outlook:
    """An average as it is, and as it would be with the marks that were tried."""

    now: Fraction | None
    then: Fraction | None
    needed: Needed

    @property
    def change(self) -> Fraction | None:
        """How much the average would move."""
        return None if self.now is None or self.then is None else self.then - self.now


def outlook(
    marks: Sequence[Weighted],
    tried: Sequence[Weighted],
    target: Fraction,
    weight: int = USUAL_WEIGHT,
) -> Outlook:
    """What marks to come would do to an average."""
    return Outlook(average(marks), average([*marks, *tried]), needed(marks, target, weight))
