"""After a suspended judgement (*giudizio sospeso*): what the council may still say (S11, §2.5)."""

from collections.abc import Sequence

from registro_report_cards.rules.marks import FinalMark, insufficient
from registro_report_cards.rules.outcomes import Outcome


def lowered(june: Sequence[FinalMark], now: Sequence[FinalMark]) -> list[str]:
    """The subjects whose mark would be lower than in June, or is missing: not allowed (S11)."""
    new = {each.subject: each.mark or 0 for each in now}
    return [each.subject for each in june if new.get(each.subject, 0) < (each.mark or 0)]


def settled(marks: Sequence[FinalMark], *, paper_sufficient: bool | None) -> frozenset[Outcome]:
    """The outcomes of the second session; it may also be put off, with reasons.

    :param paper_sufficient: the paper on citizenship after a behaviour of six; None: none was due.
        Missing or insufficient it means not to admit (L. 150/2024), whatever the marks.
    """
    if paper_sufficient is False:
        return frozenset({Outcome.NOT_ADMITTED})
    passed = not insufficient(marks)
    return frozenset({Outcome.ADMITTED if passed else Outcome.NOT_ADMITTED, Outcome.POSTPONED})
