"""What a council assesses with: judgements at primary school, tenths at secondary school."""

from dataclasses import dataclass

from registro_core.api import SchoolOrder
from registro_report_cards.rules.tables import rows

# Whole tenths: proposals and decisions have no halves (S1).
TENTHS = tuple(str(mark) for mark in range(10, 0, -1))
TENTHS_SOURCE = "D.Lgs. 62/2017 art. 2 c. 1; DPR 122/2009 art. 4"


class NoScale(ValueError):
    """No scale of the law covers this order and period."""


@dataclass(frozen=True)
class Scale:
    """The levels of a scale, best first, and the law it comes from."""

    levels: tuple[str, ...]
    source: str


def scale_of(order: SchoolOrder, year: int, *, final: bool) -> Scale:
    """The scale of an order in a period of a school year.

    At primary school the six judgements hold from the last period of 2024/25 on, the descriptive
    ones from 2020/21 until then: old report cards stay printable (P1, P2). Nursery schools assess
    nothing (P4): raises `NoScale`.

    :param year: the one in which the school year begins.
    :param final: whether it is the last period of the year.
    """
    if order in {SchoolOrder.LOWER_SECONDARY, SchoolOrder.UPPER_SECONDARY}:
        return Scale(TENTHS, TENTHS_SOURCE)
    moment = (year, final)
    for row in rows("scales"):
        first = (int(row["first_year"]), row["first_final"] == "yes")
        last = (int(row["last_year"] or year), (row["last_final"] or "yes") == "yes")
        if row["order"] == order and first <= moment <= last:
            return Scale(tuple(row["levels"].split("|")), row["source"])
    raise NoScale(f"{order} {year}")
