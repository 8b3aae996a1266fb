"""The credit of the last three years (*credito scolastico*): D.Lgs. 62/2017 art. 15, Annex A."""

from collections.abc import Sequence
from dataclasses import dataclass

from registro_report_cards.rules.tables import rows

GRADES = (3, 4, 5)
# All three years together (C1).
MOST = 40
# Without it the upper value of a band is out of reach (C2).
BEHAVIOUR_FOR_TOP = 9


@dataclass(frozen=True)
class Band:
    """The two values between which the council chooses."""

    low: int
    high: int


def band(numbers: Sequence[int], grade: int) -> Band | None:
    """The band of an average in a year; None where there is no credit (below six in year 3 and 4).

    The sum is compared with multiples of the count, in integers: 63 over nine marks is exactly 7,
    and belongs to 6 < M <= 7 (C3). Raises ValueError for other years and for no marks.
    """
    if grade not in GRADES or not numbers:
        raise ValueError("credits are of years 3 to 5, and of marks")
    total, count = sum(numbers), len(numbers)
    row = next(row for row in rows("credit") if _in_band(row, total, count))
    low, _dash, high = row[f"grade{grade}"].partition("-")
    return Band(int(low), int(high)) if low else None


def _in_band(row: dict[str, str], total: int, count: int) -> bool:
    """Rows come from the lowest up: the first whose upper end is not passed is the one."""
    if row["up_to"] == "below 6":
        return total < 6 * count
    return total <= int(row["up_to"]) * count


def credit(numbers: Sequence[int], grade: int, behaviour: int, *, deserves_top: bool) -> int:
    """The credit of a year; 0 where there is none.

    :param deserves_top: whether the school's criteria are met (C4): necessary beside a behaviour of
        nine (C2, L. 150/2024), and for the council to say. Class 5 with a mark below six, and
        a suspended judgement, mean no by the criteria of most schools.
    """
    found = band(numbers, grade)
    if found is None:
        return 0
    return found.high if deserves_top and behaviour >= BEHAVIOUR_FOR_TOP else found.low
