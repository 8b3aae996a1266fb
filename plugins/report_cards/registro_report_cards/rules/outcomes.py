"""What a council may decide about a student at the end of the year (S8, S9, S12, P3, §2.5).

`data/outcomes.csv` is the law as a decision table: the first row that fits holds. What a school adds
to it, as the most debts it lets a student have, is in `consistency`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from registro_core.api import SchoolOrder
from registro_report_cards.rules.marks import FinalMark, insufficient
from registro_report_cards.rules.tables import holds, rows

BEST_BEHAVIOUR = 10


class Outcome(StrEnum):
    """How a year ends (S8)."""

    ADMITTED = "admitted"
    NOT_ADMITTED = "not_admitted"
    SUSPENDED = "suspended"
    EXCLUDED = "excluded"
    NOT_SCRUTINISED = "not_scrutinised"
    ABROAD = "abroad"
    POSTPONED = "postponed"


class Need(StrEnum):
    """What a decision is void without."""

    REASONS = "reasons"
    # The critical paper on active citizenship (*elaborato di cittadinanza*).
    CITIZENSHIP_PAPER = "citizenship_paper"
    # Not to admit takes all members and the reasons of an exceptional case.
    UNANIMITY_AGAINST = "unanimity_against"


@dataclass(frozen=True)
class Situation:
    """All that the law looks at, of one student.

    `over_limit`: absences beyond a quarter of the personal hours (A2); with a `derogation` the
    council assesses all the same (A13). `behaviour` is in tenths, None at primary school, where
    it is a judgement. At primary school a mark of five stands for "non sufficiente".
    `forgive_one` is the school's reading of art. 13 c. 2 d (S12). `exam_requirements`: INVALSI
    taken, and in class 5 the hours of school and work.
    """

    order: SchoolOrder
    grade: int
    marks: Sequence[FinalMark] = ()
    behaviour: int | None = None
    over_limit: bool = False
    derogation: bool = False
    withdrawn: bool = False
    abroad: bool = False
    postponed: bool = False
    exam_requirements: bool = True
    forgive_one: bool = True

    @property
    def state(self) -> str:
        """The word of the table for what comes before all marks."""
        if self.withdrawn:
            return "withdrawn"
        if self.abroad:
            return "abroad"
        if self.postponed:
            return "postponed"
        if self.over_limit and not self.derogation:
            return "over_limit"
        if not self.exam_requirements:
            return "exam_requirements_missing"
        return "one_forgiven" if self.forgive_one else "regular"


@dataclass(frozen=True)
class Verdict:
    """What the law lets the council decide; one outcome: it has no choice."""

    outcomes: frozenset[Outcome]
    needs: frozenset[Need]
    source: str


def verdict(situation: Situation) -> Verdict:
    """The row of the law for a student.

    Raises ValueError where marks or behaviour are still missing, or the order assesses nothing (P4).
    """
    primary = situation.order is SchoolOrder.PRIMARY
    behaviour = BEST_BEHAVIOUR if primary else situation.behaviour
    before_marks = situation.state in {"withdrawn", "abroad", "postponed", "over_limit"}
    if behaviour is None and not before_marks:
        raise ValueError("no behaviour mark yet")
    found = {
        "order": situation.order.value,
        "grade": situation.grade,
        "state": situation.state,
        "behaviour": behaviour or 0,
        "insufficient": len(insufficient(situation.marks)),
    }
    for row in rows("outcomes"):
        if row["outcomes"] and all(holds(row[name], value) for name, value in found.items()):
            return Verdict(
                frozenset(map(Outcome, row["outcomes"].split("|"))),
                frozenset(map(Need, filter(None, row["needs"].split("|")))),
                row["source"],
            )
    raise ValueError(f"no council decides about {situation.order}, {situation.state}")
