"""Reading marks: who sees which state, what is counted, in how many statements (G3, G9, G10)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select, update

from registro_core.api import SchoolYear
from registro_grades.marks.reading import marks_of_course, marks_of_student
from registro_grades.marks.results import general_average, results
from registro_grades.marks.visibility import MarkState, Viewer
from registro_grades.models import Code, SubjectRule
from registro_grades.scales.subjects import subject_rules

FIRST, LAST = date(2026, 9, 14), date(2027, 6, 8)


@pytest.fixture
def read(school):
    """The marks of a student in quarters, as somebody sees them."""

    def run(name, viewer, after=timedelta(0)):
        with school.session() as session:
            year = session.scalars(select(SchoolYear)).one()
            now = school.clock.now + after
            found = marks_of_student(session, school.people[name], year, now, viewer)
        return [mark.shown() for mark in found]

    return run


def test_g9_each_state_is_seen_by_whom_it_concerns(marks, read, school):
    now = school.clock.now
    for text, publish, cancelled in [
        ("5", "draft", None),
        ("6", "later", None),
        ("7", "now", None),
        ("8", "now", now),
        ("9", "later", now),
    ]:
        marks.give(marks.test(), "anna", text, publish, cancelled_at=cancelled)
    assert read("anna", Viewer.TEACHER) == ["9", "8", "7", "6", "5"]
    assert read("anna", Viewer.COUNCIL) == ["8", "7", "6"]
    assert read("anna", Viewer.FAMILY) == ["8", "7"]


def test_g9_a_scheduled_mark_becomes_visible_by_itself(marks, read):
    marks.give(marks.test(), "anna", "6", "later")
    assert read("anna", Viewer.FAMILY, timedelta(hours=23)) == []
    assert read("anna", Viewer.FAMILY, timedelta(hours=24)) == ["6"]


def test_g8_a_code_that_is_not_for_families_stays_in_the_school(marks, read, school):
    marks.give(marks.test(), "anna", "MD")
    assert read("anna", Viewer.FAMILY) == ["MD"]
    with school.session() as session:
        session.execute(update(Code).where(Code.short == "MD").values(for_family=False))
    assert read("anna", Viewer.FAMILY) == []
    assert read("anna", Viewer.COUNCIL) == ["MD"]


def test_g10_a_student_s_marks_are_nobody_else_s(marks, read):
    test = marks.test()
    marks.give(test, "anna", "7")
    marks.give(test, "bruno", "5")
    assert read("anna", Viewer.FAMILY) == ["7"]
    assert read("bruno", Viewer.FAMILY) == ["5"]


@pytest.mark.parametrize("viewer", [Viewer.TEACHER, Viewer.COUNCIL])
def test_the_register_of_a_course_is_one_statement(marks, school, viewer):
    course = marks.course()
    for day in range(10, 20):
        test = marks.test(day=date(2026, 11, day))
        for name in ("anna", "bruno", "carla"):
            marks.give(test, name, "7")
    marks.give(marks.test("ITA"), "anna", "4")
    with school.session() as session, school.queries() as seen:
        sheet = marks_of_course(session, course, FIRST, LAST, school.clock.now, viewer)
    assert len(seen) == 1
    assert len(sheet.assessments) == 10
    assert len(sheet.marks) == 30
    assert [m.shown() for m in sheet.of_student(school.people["anna"])] == ["7"] * 10


class TestResults:
    """What the marks of a class come to."""

    def of(self, school, name, subject="MAT", until=LAST):
        with school.session() as session:
            found = results(session, school.classes["1A"], FIRST, until)
        return found.get((school.people[name], school.subjects[subject]))

    def test_g3_the_average_is_weighted_and_exact(self, marks, school):
        marks.give(marks.test(), "anna", "6")
        marks.give(marks.test(weight=50), "anna", "8")
        marks.give(marks.test(weight=0), "anna", "2")
        found = self.of(school, "anna")
        assert found.average == Fraction(20, 3)
        assert (found.count, found.insufficient) == (3, 1)

    def test_g9_drafts_and_what_was_cancelled_do_not_count(self, marks, school):
        marks.give(marks.test(), "anna", "4", "draft")
        marks.give(marks.test(), "anna", "5", cancelled_at=school.clock.now)
        marks.give(marks.test(), "anna", "8", "later")
        assert self.of(school, "anna").average == 8

    def test_g8_a_code_counts_as_the_school_says(self, marks, school):
        marks.give(marks.test(), "anna", "I")
        marks.give(marks.test(), "anna", "7")
        assert self.of(school, "anna").average == 7
        with school.session() as session:
            session.execute(update(Code).where(Code.short == "I").values(quarters=12))
        assert self.of(school, "anna").average == 5

    def test_g11_religion_has_a_judgement_and_no_average(self, marks, school):
        for text in ("Ott", "Suff", "Buono"):
            test = marks.test("REL", teacher="religione", share="religion")
            marks.give(test, "anna", text)
        found = self.of(school, "anna", "REL")
        assert (found.average, found.judgement) == (None, "Buono")

    def test_g11_a_code_with_a_value_counts_nothing_in_religion(self, marks, school):
        with school.session() as session:
            session.execute(update(Code).where(Code.short == "I").values(quarters=12))
        marks.give(marks.test("REL", share="religion"), "anna", "I")
        assert self.of(school, "anna", "REL").average is None

    def test_a_test_without_a_mark_is_missing(self, marks, school):
        first, second = marks.test(), marks.test()
        marks.give(first, "anna", "7")
        marks.give(first, "bruno", "A")
        marks.give(second, "bruno", "6")
        assert [self.of(school, name).missing for name in ("anna", "bruno", "carla")] == [1, 1, 2]

    def test_a_test_that_is_not_marked_yet_is_missing_to_nobody(self, marks, school):
        marks.give(marks.test(), "anna", "7", "draft")
        assert self.of(school, "bruno") is None

    def test_g11_who_does_not_attend_religion_misses_no_test_of_it(self, marks, school):
        marks.give(marks.test("REL", share="religion"), "anna", "Ott")
        assert self.of(school, "dario", "REL").missing == 1
        assert self.of(school, "carla", "REL") is None

    def test_only_the_marks_until_a_day(self, marks, school):
        marks.give(marks.test(day=date(2026, 10, 1)), "anna", "6")
        marks.give(marks.test(day=date(2026, 11, 2)), "anna", "8")
        assert self.of(school, "anna", until=date(2026, 11, 1)).average == 6

    def test_they_are_two_statements(self, marks, school):
        for subject in ("MAT", "ITA", "STO"):
            marks.give(marks.test(subject), "anna", "6")
        with school.session() as session, school.queries() as seen:
            assert len(results(session, school.classes["1A"], FIRST, LAST)) > 3
        assert len(seen) == 2

    def test_g4_the_general_average_leaves_out_what_the_school_does(self, marks, school):
        marks.give(marks.test(), "anna", "6")
        marks.give(marks.test("ITA"), "anna", "8")
        marks.give(marks.test("STO"), "anna", "10")
        with school.session() as session:
            session.add(SubjectRule(subject_id=school.subjects["STO"], kinds=[], in_average=False))
            session.flush()
            found = results(session, school.classes["1A"], FIRST, LAST)
            mine = [each for key, each in found.items() if key[0] == school.people["anna"]]
            assert general_average(mine, subject_rules(session)) == 7


def test_g9_states(marks, school):
    marks.give(marks.test(), "anna", "7", "later")
    now = school.clock.now
    with school.session() as session:
        year = session.scalars(select(SchoolYear)).one()
        mark = marks_of_student(session, school.people["anna"], year, now, Viewer.TEACHER)[0]
    assert mark.state(now) is MarkState.SCHEDULED
    assert mark.state(now + timedelta(days=1)) is MarkState.PUBLISHED
