"""What is amiss with a council's decision (S9, S10, B1): checked while it is being made.

What the law asks is fixed; what a school decided for itself stands in `Criteria`, and is checked
only where it has a value.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from registro_report_cards.rules.marks import SERIOUS, insufficient
from registro_report_cards.rules.outcomes import Need, Outcome, Situation, verdict


class Problem(StrEnum):
    """What keeps a decision from being closed."""

    # fixed by law
    OUTCOME = "outcome"
    REASONS = "reasons"
    BEHAVIOUR_REASONS = "behaviour_reasons"
    DISSENTERS = "dissenters"
    UNANIMITY = "unanimity"
    CITIZENSHIP_PAPER = "citizenship_paper"
    DEBTS = "debts"
    # the school's own
    TOO_MANY_DEBTS = "too_many_debts"
    TOO_FEW_TO_FAIL = "too_few_to_fail"


SCHOOLS_OWN = frozenset({Problem.TOO_MANY_DEBTS, Problem.TOO_FEW_TO_FAIL})


@dataclass(frozen=True)
class Debt:
    """A subject to recover: what, and how (*modalità di recupero*). Both must be said (S10)."""

    topics: str
    mode: str

    @property
    def complete(self) -> bool:
        """Whether both are said."""
        return bool(self.topics.strip() and self.mode.strip())


@dataclass(frozen=True)
class Decision:
    """What the council is about to decide. `dissenters`: names, where it was by majority."""

    outcome: Outcome
    reasons: str = ""
    behaviour_reasons: str = ""
    unanimous: bool = True
    dissenters: tuple[int, ...] = ()
    citizenship_topic: str = ""
    debts: Mapping[str, Debt] = field(default_factory=dict)


@dataclass(frozen=True)
class Criteria:
    """What the teachers' assembly decided (S9); None: nothing."""

    most_debts: int | None = 3
    # Not admitted only with so many insufficient marks, of which so many serious ones.
    least_fails: int | None = None
    least_serious: int = 0


def problems(situation: Situation, decision: Decision, criteria: Criteria) -> list[Problem]:
    """All that is amiss, the law's first; empty: the decision may be closed."""
    return [*_of_law(situation, decision), *_of_school(situation, decision, criteria)]


def _of_law(situation: Situation, decision: Decision) -> Iterator[Problem]:
    law = verdict(situation)
    against = decision.outcome is Outcome.NOT_ADMITTED
    if decision.outcome not in law.outcomes:
        yield Problem.OUTCOME
    if (against or Need.REASONS in law.needs) and not decision.reasons.strip():
        yield Problem.REASONS
    if situation.behaviour is not None and not decision.behaviour_reasons.strip():
        yield Problem.BEHAVIOUR_REASONS
    if not decision.unanimous and not decision.dissenters:
        yield Problem.DISSENTERS
    if against and Need.UNANIMITY_AGAINST in law.needs and not decision.unanimous:
        yield Problem.UNANIMITY
    paper_due = Need.CITIZENSHIP_PAPER in law.needs and not against
    if paper_due and not decision.citizenship_topic.strip():
        yield Problem.CITIZENSHIP_PAPER
    if decision.outcome is Outcome.SUSPENDED and not _debts_said(situation, decision):
        yield Problem.DEBTS


def _debts_said(situation: Situation, decision: Decision) -> bool:
    """One for each insufficient mark, none for religion or what is sufficient (S9, S10)."""
    due = {each.subject for each in insufficient(situation.marks)}
    return due == set(decision.debts) and all(debt.complete for debt in decision.debts.values())


def _of_school(situation: Situation, decision: Decision, criteria: Criteria) -> Iterator[Problem]:
    low = insufficient(situation.marks)
    most, least = criteria.most_debts, criteria.least_fails
    if decision.outcome is Outcome.SUSPENDED and most is not None and len(low) > most:
        yield Problem.TOO_MANY_DEBTS
    # Who is not admitted by law alone is so whatever the school decided.
    chosen = decision.outcome is Outcome.NOT_ADMITTED and len(verdict(situation).outcomes) > 1
    serious = [each for each in low if (each.mark or 0) <= SERIOUS]
    few = least is not None and (len(low) < least or len(serious) < criteria.least_serious)
    if chosen and few:
        yield Problem.TOO_FEW_TO_FAIL
