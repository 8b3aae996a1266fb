"""Who is at risk, so that a council sees it in time (row 61): facts that are counted, no forecast."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from registro_core.api import Text
from registro_grades import _
from registro_grades.marks.results import Result
from registro_grades.values import PASS, points

# An average below this is grave.
GRAVE = Fraction(5)
# From so many tests not taken on, somebody should ask why.
MISSING = 2


@dataclass(frozen=True)
class Risk:
    """What stands out of a student's results; all zero if nothing does."""

    insufficient: int = 0
    grave: int = 0
    missing: int = 0
    # So many subjects below the pass mark are a risk: the school's choice.
    threshold: int = 3

    @property
    def flagged(self) -> bool:
        """Whether a council should look at it."""
        return bool(self.flags)

    @property
    def gravest(self) -> Text | None:
        """The gravest of it, in words that stand alone; None if nothing does."""
        if self.insufficient >= self.threshold:
            return _("Materie insufficienti: ${count}", mapping={"count": str(self.insufficient)})
        if self.grave:
            return _("Materie sotto il 5: ${count}", mapping={"count": str(self.grave)})
        if self.missing >= MISSING:
            return _("Prove non svolte: ${count}", mapping={"count": str(self.missing)})
        return None

    @property
    def severity(self) -> int:
        """How grave it is for a council, from 0 to 3."""
        if self.insufficient >= self.threshold:
            return 3
        if self.grave:
            return 2
        return 1 if self.missing >= MISSING else 0

    @property
    def flags(self) -> list[Text]:
        """What to say of it, the gravest first."""
        found: list[Text] = []
        if self.insufficient >= self.threshold:
            mapping = {"count": str(self.insufficient)}
            found.append(_("${count} materie insufficienti", mapping=mapping))
        if self.grave:
            found.append(_("sotto il 5: ${count}", mapping={"count": str(self.grave)}))
        if self.missing >= MISSING:
            found.append(_("prove non svolte: ${count}", mapping={"count": str(self.missing)}))
        return found


def is_low(result: Result) -> bool:
    """Whether a subject is below the pass mark: exact, never rounded; judgements by most of them."""
    if result.average is not None:
        return result.average < points(PASS)
    return result.count > 0 and 2 * result.insufficient > result.count


def risk_of(found: Collection[Result], threshold: int, missing: int | None = None) -> Risk:
    """What stands out of a student's results.

    :param missing: the tests not taken, where the results do not tell.
    """
    missing = sum(each.missing for each in found) if missing is None else missing
    return Risk(
        insufficient=sum(is_low(each) for each in found),
        grave=sum(each.average is not None and each.average < GRAVE for each in found),
        missing=missing,
        threshold=threshold,
    )
