"""What marks answer to other plugins."""

from datetime import date
from fractions import Fraction

from registro_core.api import SubjectResult


def test_results_by_student_and_subject(marks, school):
    marks.give(marks.test(), "anna", "6")
    marks.give(marks.test(weight=50), "anna", "8")
    marks.give(marks.test("REL", share="religion"), "anna", "Ott")
    with school.session() as session:
        found = school.platform.plugins.collect(
            "registro_subject_results",
            session=session,
            class_id=school.classes["1A"],
            first_day=date(2026, 9, 14),
            until=date(2026, 11, 24),
        )
    anna = school.people["anna"]
    mine = {each.subject_id: each for each in found if each.student_id == anna}
    assert mine[school.subjects["MAT"]] == SubjectResult(
        anna, school.subjects["MAT"], Fraction(20, 3), "", 2
    )
    assert mine[school.subjects["REL"]].judgement == "Ottimo"
