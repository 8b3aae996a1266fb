"""What keeps a decision from being closed: the law's, and the school's criteria (S9, S10, B1)."""

import pytest

from registro_core.api import SchoolOrder, SubjectKind
from registro_report_cards.rules.consistency import (
    SCHOOLS_OWN,
    Criteria,
    Debt,
    Decision,
    Problem,
    problems,
)
from registro_report_cards.rules.marks import FinalMark
from registro_report_cards.rules.outcomes import Outcome, Situation
from registro_report_cards.rules.suspended import lowered, settled

pytestmark = pytest.mark.once
DEBT = Debt("Frazioni", "corso")
SCHOOL = Criteria(most_debts=3, least_fails=3, least_serious=2)


def student(*marks, behaviour=8, order=SchoolOrder.UPPER_SECONDARY, grade=2, **facts):
    given = [FinalMark(f"M{place}", mark) for place, mark in enumerate(marks)]
    religion = FinalMark("Religione", kind=SubjectKind.RELIGION)
    return Situation(order, grade, [*given, religion], behaviour, **facts)


def decided(outcome, **values):
    said = {"reasons": "Perché.", "behaviour_reasons": "Corretto.", **values}
    return Decision(outcome, **said)


def found(situation, decision, criteria=SCHOOL):
    return problems(situation, decision, criteria)


def test_s9_admitted_with_nothing_below_six():
    assert found(student(6, 7), decided(Outcome.ADMITTED)) == []
    assert found(student(5, 7), decided(Outcome.ADMITTED)) == [Problem.OUTCOME]


def test_s9_suspended_with_a_debt_for_each_insufficient_mark():
    suspended = Outcome.SUSPENDED
    assert found(student(5, 7), decided(suspended, debts={"M0": DEBT})) == []
    assert found(student(5, 7), decided(suspended)) == [Problem.DEBTS]
    # S10: topics and mode; never for religion, nor for what is sufficient.
    for debts in (
        {"M0": Debt("Frazioni", " ")},
        {"M0": Debt("", "corso")},
        {"M0": DEBT, "Religione": DEBT},
        {"M0": DEBT, "M1": DEBT},
    ):
        assert found(student(5, 7), decided(suspended, debts=debts)) == [Problem.DEBTS]
    # Never in class 5, never with a behaviour below six.
    for grade, behaviour in ((5, 8), (2, 5)):
        situation = student(5, 7, grade=grade, behaviour=behaviour)
        assert Problem.OUTCOME in found(situation, decided(suspended, debts={"M0": DEBT}))


def test_s9_behaviour_six_and_the_rest_sufficient_is_suspended_with_a_paper():
    situation = student(7, 7, behaviour=6)
    assert found(situation, decided(Outcome.ADMITTED, citizenship_topic="x")) == [Problem.OUTCOME]
    assert found(situation, decided(Outcome.SUSPENDED)) == [Problem.CITIZENSHIP_PAPER]
    assert found(situation, decided(Outcome.SUSPENDED, citizenship_topic="Il rispetto")) == []


def test_s9_the_school_s_own_criteria_are_its_own():
    four = student(5, 5, 5, 5)
    debts = {f"M{place}": DEBT for place in range(4)}
    suspended = decided(Outcome.SUSPENDED, debts=debts)
    assert found(four, suspended) == [Problem.TOO_MANY_DEBTS]
    assert found(four, suspended, Criteria(most_debts=None)) == []
    against = decided(Outcome.NOT_ADMITTED)
    assert found(four, against) == [Problem.TOO_FEW_TO_FAIL]
    assert found(student(4, 4, 5), against) == []
    assert found(four, against, Criteria()) == []
    # What the law decides alone no criterion of a school forbids.
    assert found(student(8, behaviour=5), against) == []
    assert {Problem.TOO_MANY_DEBTS, Problem.TOO_FEW_TO_FAIL} == SCHOOLS_OWN


def test_s9_b1_reasons_and_the_names_of_dissenters():
    against = Outcome.NOT_ADMITTED
    low = student(4, 4, 4)
    assert found(low, decided(against, reasons=" ")) == [Problem.REASONS]
    assert found(low, decided(against, behaviour_reasons="")) == [Problem.BEHAVIOUR_REASONS]
    assert found(low, decided(against, unanimous=False)) == [Problem.DISSENTERS]
    assert found(low, decided(against, unanimous=False, dissenters=(7,))) == []


def test_art_3_at_primary_school_only_all_together_may_not_admit():
    child = student(5, 7, behaviour=None, order=SchoolOrder.PRIMARY)
    by_majority = decided(Outcome.NOT_ADMITTED, unanimous=False, dissenters=(7,))
    assert found(child, by_majority, Criteria()) == [Problem.UNANIMITY]
    assert found(child, decided(Outcome.NOT_ADMITTED), Criteria()) == []
    assert found(child, decided(Outcome.ADMITTED, unanimous=False, dissenters=(7,))) == []


def test_s12_class_5_forgives_one_with_reasons():
    situation = student(5, 7, grade=5)
    assert found(situation, decided(Outcome.ADMITTED)) == []
    assert found(situation, decided(Outcome.ADMITTED, reasons="")) == [Problem.REASONS]


def test_s11_the_second_session():
    june = [FinalMark("Latino", 4), FinalMark("Storia", 7), FinalMark("Greco")]
    worse = [FinalMark("Latino", 3), FinalMark("Storia", 7), FinalMark("Greco")]
    better = [FinalMark("Latino", 6), FinalMark("Storia", 7), FinalMark("Greco", 6)]
    assert lowered(june, worse) == ["Latino"]
    assert lowered(june, better) == []
    assert lowered(june, better[:1]) == ["Storia"]
    assert settled(better, paper_sufficient=None) == {Outcome.ADMITTED, Outcome.POSTPONED}
    assert settled(worse, paper_sufficient=True) == {Outcome.NOT_ADMITTED, Outcome.POSTPONED}
    # L. 150/2024: the paper missing or insufficient means not to admit.
    assert settled(better, paper_sufficient=False) == {Outcome.NOT_ADMITTED}
