"""What the law lets a council decide: sixty students against a table with its sources (S8, §2.5)."""

import csv
from pathlib import Path

import pytest

from registro_core.api import SchoolOrder, SubjectKind
from registro_report_cards.labels import OUTCOMES
from registro_report_cards.rules.marks import FinalMark
from registro_report_cards.rules.outcomes import Need, Outcome, Situation, verdict
from registro_report_cards.rules.tables import rows

pytestmark = pytest.mark.once
STUDENTS = list(
    csv.DictReader(
        (Path(__file__).parent / "students.csv").read_text(encoding="utf-8").splitlines()
    )
)


def situation(row):
    facts = set(row["facts"].split())
    marks = [
        FinalMark(f"Materia {place}", None if text == "NC" else int(text))
        for place, text in enumerate(row["marks"].split())
    ]
    # Religion is in words, and changes nothing (S9, G11).
    marks.append(FinalMark("Religione", kind=SubjectKind.RELIGION))
    return Situation(
        SchoolOrder(row["order"]),
        int(row["grade"]),
        marks,
        int(row["behaviour"]) if row["behaviour"] else None,
        exam_requirements="no_exam" not in facts,
        forgive_one="strict" not in facts,
        **dict.fromkeys(facts - {"no_exam", "strict"}, True),
    )


def test_sixty_students_have_the_outcomes_of_the_law():
    assert len(STUDENTS) >= 60
    assert all(row["source"] for row in STUDENTS)
    wrong = []
    for line, row in enumerate(STUDENTS, 2):
        found = verdict(situation(row))
        expected = ({*map(Outcome, row["outcomes"].split())}, {*map(Need, row["needs"].split())})
        if (found.outcomes, found.needs) != expected:
            wrong.append((line, row["source"], found))
    assert wrong == []


def test_s8_every_outcome_is_met_and_every_row_of_the_law_is_tried():
    met = {outcome for row in STUDENTS for outcome in row["outcomes"].split()}
    assert met == {outcome.value for outcome in Outcome}
    tried = {verdict(situation(row)).source for row in STUDENTS}
    law = {row["source"] for row in rows("outcomes") if row["outcomes"]}
    assert law == tried
    assert all(law)


def test_s8_every_outcome_has_its_words():
    assert set(OUTCOMES) == set(Outcome)


def test_p4_nursery_schools_decide_nothing():
    with pytest.raises(ValueError, match="no council"):
        verdict(Situation(SchoolOrder.NURSERY, 1, behaviour=10))


def test_b1_without_a_behaviour_mark_nothing_is_decided():
    for order in (SchoolOrder.LOWER_SECONDARY, SchoolOrder.UPPER_SECONDARY):
        with pytest.raises(ValueError, match="behaviour"):
            verdict(Situation(order, 1, [FinalMark("Storia", 7)]))


@pytest.mark.parametrize(
    ("behaviour", "order", "grade", "expected"),
    [
        *((mark, "secondaria1", 2, {"admitted"}) for mark in (6, 8, 9, 10)),
        (5, "secondaria1", 2, {"not_admitted"}),
        *((mark, "secondaria2", 2, {"admitted"}) for mark in (8, 9, 10)),
        (6, "secondaria2", 2, {"suspended"}),
        (5, "secondaria2", 2, {"not_admitted"}),
        *((mark, "secondaria2", 5, {"admitted"}) for mark in (6, 8, 9, 10)),
        (5, "secondaria2", 5, {"not_admitted"}),
    ],
)
def test_l_150_2024_behaviour_with_all_the_rest_sufficient(behaviour, order, grade, expected):
    found = verdict(Situation(SchoolOrder(order), grade, [FinalMark("Storia", 7)], behaviour))

    assert found.outcomes == expected
