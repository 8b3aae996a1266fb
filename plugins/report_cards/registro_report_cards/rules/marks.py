"""Final marks in tenths: which are insufficient, and what they come to (S1, S7, S13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from registro_core.api import SubjectKind

PASS = 6
# Of the school (S9): a gap that recovery over a summer hardly closes.
SERIOUS = 4


@dataclass(frozen=True)
class FinalMark:
    """What the council gives in a subject, in whole tenths; `mark` None: not classified (NC).

    Religion and what is done instead are judged in words: they have neither a mark nor a part in
    the average (G11, S13), and are never insufficient here.
    """

    subject: str
    mark: int | None = None
    kind: SubjectKind = SubjectKind.ORDINARY
    in_average: bool = True

    def __post_init__(self) -> None:
        """Refuse what is no tenth (S1)."""
        if self.mark is not None and not 1 <= self.mark <= 10:
            raise ValueError(f"{self.mark} is no mark in tenths")

    @property
    def judged_in_words(self) -> bool:
        """Whether it is religion, or what is done instead."""
        return self.kind is SubjectKind.RELIGION

    @property
    def insufficient(self) -> bool:
        """Whether it is below six; what is not classified is."""
        return not self.judged_in_words and (self.mark is None or self.mark < PASS)


def insufficient(marks: Sequence[FinalMark]) -> list[FinalMark]:
    """The marks below six."""
    return [each for each in marks if each.insufficient]


def counted(marks: Sequence[FinalMark], behaviour: int) -> list[int]:
    """The numbers of the average for credits (S13): with behaviour, without religion; NC is 0."""
    own = [each.mark or 0 for each in marks if each.in_average and not each.judged_in_words]
    return [*own, behaviour]


def average(marks: Sequence[FinalMark], behaviour: int) -> Fraction:
    """M of Annex A to D.Lgs. 62/2017, exact (S13)."""
    numbers = counted(marks, behaviour)
    return Fraction(sum(numbers), len(numbers))
