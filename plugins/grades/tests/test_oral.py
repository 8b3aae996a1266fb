"""Single marks: two taps from the lesson page, or from the register (G1, G6, G7)."""

from datetime import date

import pytest
from sqlalchemy import select

from registro_grades.models import Assessment


@pytest.fixture
def lesson(marks):
    """Open the lesson page of 1A, second hour of today."""

    def run(who="docente", day="2026-11-24"):
        path = f"/classes/{marks.school.classes['1A']}/lessons/{day}/2"
        return marks.school.as_(who).get(path)

    return run


def tap(form, marks, name, value):
    form["oral-student"] = str(marks.school.people[name])
    form["oral-value"] = value
    return form


class TestLessonPart:
    """One student, two taps, and the lesson is saved as ever."""

    def test_two_taps(self, marks, lesson):
        tap(lesson().forms["lesson"], marks, "anna", "7½").submit(status=303)
        [mark] = marks.of("anna")
        assert (mark.quarters, mark.publish_at) == (30, marks.school.clock.now)
        with marks.school.session() as session:
            test = session.scalars(select(Assessment)).one()
            assert (str(test.kind), test.title, test.day) == ("oral", None, date(2026, 11, 24))
            assert test.subject_id == marks.school.subjects["MAT"]

    def test_several_with_a_script(self, marks, lesson):
        """The lines that the script adds: they join one assessment."""
        people = marks.school.people
        page = lesson()
        form = page.forms["lesson"]
        fields = [*form.submit_fields(), (f"oral-text-{people['anna']}", "6+")]
        fields += [(f"oral-text-{people['bruno']}", "I"), (f"oral-comment-{people['anna']}", "Sì")]
        page.test_app.post(form.action, fields, status=303)
        [anna], [bruno] = marks.of("anna"), marks.of("bruno")
        assert (anna.quarters, anna.comment) == (25, "Sì")
        assert bruno.code_id is not None
        assert anna.assessment_id == bruno.assessment_id

    def test_heard_twice_a_day_a_student_has_two_marks(self, marks, lesson):
        tap(lesson().forms["lesson"], marks, "anna", "6").submit(status=303)
        tap(lesson().forms["lesson"], marks, "anna", "8").submit(status=303)
        tap(lesson().forms["lesson"], marks, "bruno", "7").submit(status=303)
        first, second = marks.of("anna")
        assert first.assessment_id != second.assessment_id
        assert marks.of("bruno")[0].assessment_id == first.assessment_id

    def test_typed_for_a_mark_that_is_not_tapped(self, marks, lesson):
        form = lesson().forms["lesson"]
        form["oral-student"] = str(marks.school.people["anna"])
        form["oral-text"] = "6,25"
        form.submit(status=303)
        assert marks.of("anna")[0].quarters == 25

    def test_a_wrong_one_refuses_the_lesson_and_loses_nothing(self, marks, lesson):
        form = lesson().forms["lesson"]
        form["oral-student"] = str(marks.school.people["anna"])
        form["oral-text"] = "boh"
        form["oral-comment"] = "Sicura"
        page = form.submit(status=422)
        assert "Abate Anna: «boh» non è un voto" in page
        form = page.forms["lesson"]
        assert form[f"oral-text-{marks.school.people['anna']}"].value == "boh"
        assert form[f"oral-comment-{marks.school.people['anna']}"].value == "Sicura"
        assert marks.of("anna") == []

    def test_a_student_tapped_by_mistake_refuses_nothing(self, marks, lesson):
        form = lesson().forms["lesson"]
        form["oral-student"] = str(marks.school.people["anna"])
        form.submit(status=303)
        assert marks.of("anna") == []

    def test_a_mark_for_nobody_is_asked_about(self, marks, lesson):
        form = lesson().forms["lesson"]
        form["oral-value"] = "7"
        page = form.submit(status=422)
        assert "Scegli lo studente" in page

    def test_kind_weight_and_draft(self, marks, lesson):
        form = tap(lesson().forms["lesson"], marks, "anna", "7")
        form["oral-kind"], form["oral-weight"], form["oral-draft"] = "practical", "50", "1"
        form.submit(status=303)
        assert marks.of("anna")[0].publish_at is None
        with marks.school.session() as session:
            test = session.scalars(select(Assessment)).one()
            assert (str(test.kind), test.weight) == ("practical", 50)

    @pytest.mark.parametrize("weight", ["101", "-1", "x"])
    def test_g3_a_weight_out_of_bounds_is_refused(self, marks, lesson, weight):
        form = tap(lesson().forms["lesson"], marks, "anna", "7")
        form["oral-weight"] = weight
        assert "Il peso va da 0 a 100." in form.submit(status=422)

    @pytest.mark.parametrize("who", ["estraneo", "sostegno"])
    def test_l2_a_supply_finds_no_marks_there(self, lesson, who):
        assert "oral-student" not in lesson(who)

    def test_l2_nor_by_a_tampered_form(self, marks, lesson):
        page = lesson("estraneo")
        form = page.forms["lesson"]
        fields = [("csrf_token", page.html.find("input", {"name": "csrf_token"})["value"])]
        fields += [("oral-course", str(marks.school.subjects["MAT"]))]
        fields += [("oral-student", str(marks.school.people["anna"])), ("oral-value", "3")]
        page.test_app.post(form.action, fields, status="*")
        assert marks.of("anna") == []

    def test_g6_a_subject_of_others_is_refused(self, marks, lesson):
        page = lesson()
        form = tap(page.forms["lesson"], marks, "anna", "7")
        fields = dict(form.submit_fields())
        fields["oral-course"] = str(marks.school.subjects["ITA"])
        page.test_app.post(form.action, fields, status=422)
        assert marks.of("anna") == []

    def test_a9_not_for_a_day_to_come(self, lesson):
        assert "oral-student" not in lesson(day="2026-11-25")

    def test_g11_a_teacher_of_religion_taps_judgements(self, marks, lesson):
        page = lesson("religione")
        assert "Conti" not in str(page.html.find(class_="g-people"))
        tap(page.forms["lesson"], marks, "anna", "Dist").submit(status=303)
        assert marks.of("anna")[0].level_id is not None

    def test_civic_education_may_be_chosen(self, marks, lesson):
        form = tap(lesson().forms["lesson"], marks, "anna", "7")
        form["oral-course"] = str(marks.school.subjects["CIV"])
        form.submit(status=303)
        with marks.school.session() as session:
            test = session.scalars(select(Assessment)).one()
            assert test.subject_id == marks.school.subjects["CIV"]


class TestPage:
    """The same from the register, on any day: no signed lesson is asked for (row 66)."""

    def test_on_another_day(self, marks):
        browser = marks.school.as_("docente")
        page = browser.get(marks.path("MAT", "1A", "oral"), {"day": "2026-11-12"})
        form = next(f for f in page.forms.values() if "oral-value" in f.fields)
        tap(form, marks, "anna", "9").submit(status=303)
        with marks.school.session() as session:
            assert session.scalars(select(Assessment)).one().day == date(2026, 11, 12)

    def test_nothing_chosen_is_refused(self, marks):
        page = marks.school.as_("docente").get(marks.path("MAT", "1A", "oral"))
        form = next(f for f in page.forms.values() if "oral-value" in f.fields)
        assert "Scegli uno studente e un voto." in form.submit(status=422)

    def test_a9_a_day_to_come_is_refused(self, marks):
        page = marks.school.as_("docente").get(marks.path("MAT", "1A", "oral"))
        form = next(f for f in page.forms.values() if "oral-value" in f.fields)
        form["day"] = "2026-11-30"
        assert "giorno futuro" in tap(form, marks, "anna", "9").submit(status=422)
