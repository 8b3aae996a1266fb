"""Observations: the family reads them, the student does not, teachers find their own."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from registro_core.api import StudentProfile
from registro_core.testing import TestSchool, inbox_of
from registro_grades.models import Observation


class Observations:
    """Writes observations in the small school."""

    def __init__(self, school: TestSchool) -> None:
        self.school = school

    def path(self, student: str, *rest: object) -> str:
        student_id = self.school.people[student]
        return "/".join([f"/students/{student_id}/observations", *map(str, rest)])

    def open(self, who: str, student: str, **options: Any) -> Any:
        return self.school.as_(who).get(self.path(student), **options)

    def write(self, who: str, student: str, text: str, status: int = 303, **fields: str) -> Any:
        page = self.open(who, student, status=200)
        form = next(form for form in page.forms.values() if "text" in form.fields)
        form["text"] = text
        for name, value in fields.items():
            form[name] = value
        return form.submit(status=status)

    def last(self) -> int:
        with self.school.session() as session:
            return session.scalars(select(Observation.id).order_by(Observation.id.desc())).first()


@pytest.fixture
def observations(school: TestSchool) -> Observations:
    return Observations(school)


def test_both_parents_read_it_and_the_student_finds_nothing(school, observations):
    observations.write("docente", "anna", "Distratta da una settimana.")

    for parent in ("mamma", "papa"):
        assert "Distratta" in observations.open(parent, "anna")
    observations.open("anna", "anna", status=404)
    assert "observations" not in school.as_("anna").get(f"/students/{school.people['anna']}")


def test_the_adult_student_does_not_read_it_either(school, observations):
    observations.write("docente", "adulto", "Stanco.")

    observations.open("adulto", "adulto", status=404)


def test_a_colleague_finds_their_own_the_coordinator_and_the_head_all(school, observations):
    observations.write("docente", "anna", "Di matematica.")
    observations.write("docente.genitore", "anna", "Di storia.")

    assert "Di storia" not in observations.open("docente", "anna")
    for who in ("coordinatore", "dirigente", "vicario"):
        page = observations.open(who, "anna")
        assert "Di storia" in page
        assert "Di matematica" in page


def test_a_restricted_parent_and_another_family_find_nothing(school, observations):
    observations.write("docente", "bruno", "Vivace.")

    observations.open("ristretto", "bruno", status=404)
    observations.open("mamma", "bruno", status=404)


def test_guardians_are_told_and_the_student_is_not(school, observations):
    observations.write("docente", "anna", "Segreto.")
    school.clock.advance(minutes=31)

    assert [subject.split(" del ")[0] for subject in inbox_of(school, "papa")] == [
        "Anna: osservazione"
    ]
    assert inbox_of(school, "anna") == []


def test_of_an_adult_who_keeps_parents_out_nobody_is_told(school, observations):
    with school.session() as session:
        session.get(StudentProfile, school.people["adulto"]).parents_may_see_adult = False
    observations.write("docente", "adulto", "Stanco.")
    school.clock.advance(minutes=31)

    assert inbox_of(school, "adulto") == []


def test_changed_it_says_so_and_cancelled_it_leaves_the_family(school, observations):
    observations.write("docente", "anna", "Primo testo.")
    path = observations.path("anna", observations.last())
    form = next(
        form for form in school.as_("docente").get(path).forms.values() if "text" in form.fields
    )
    form["text"] = "Secondo testo."
    form.submit(status=303)
    assert "modificata il 24 novembre" in observations.open("mamma", "anna")
    cancel = next(
        form for form in school.as_("docente").get(path).forms.values() if "reason" in form.fields
    )
    cancel["reason"] = "Persona sbagliata"
    cancel.submit(status=303)

    assert "Secondo testo" not in observations.open("mamma", "anna")
    assert "Persona sbagliata" in observations.open("coordinatore", "anna")
    assert "Persona sbagliata" not in observations.open("mamma", "anna")


def test_nobody_rewrites_another_ones(school, observations):
    observations.write("docente", "anna", "Testo.")
    path = observations.path("anna", observations.last())

    school.as_("coordinatore").get(path, status=404)
    school.as_("dirigente").get(path, status=403)
    school.as_("mamma").get(path, status=403)


@pytest.mark.parametrize("day", [date(2026, 11, 25), date(2026, 9, 13)])
def test_only_days_of_the_year_so_far(school, observations, day):
    """A9."""
    answer = observations.write("docente", "anna", "Testo.", 422, day=str(day))

    assert "Testo." in answer


def test_the_class_page_lists_them(school, observations):
    observations.write("docente", "anna", "Di matematica.")
    path = f"/classes/{school.classes['1A']}/observations"

    assert "Di matematica" in school.as_("docente").get(path)
    assert "Di matematica" in school.as_("coordinatore").get(path)
    assert "Di matematica" not in school.as_("docente.genitore").get(path)
    for who in ("segreteria", "admin", "estraneo"):
        school.as_(who).get(path, status=403)


def test_a_teacher_chooses_what_the_report_card_prints(school, observations):
    """2.8: the student reads the report card, so nothing stands in it that was not meant for it."""
    observations.write("docente", "anna", "Solo per casa.")
    assert "anche nella pagella" not in observations.open("mamma", "anna")

    page = school.as_("docente").get(observations.path("anna", observations.last()))
    form = next(form for form in page.forms.values() if "text" in form.fields)
    form["in_report"] = True
    form.submit(status=303)

    assert "anche nella pagella" in observations.open("mamma", "anna")
    page = school.as_("docente").get(observations.path("anna", observations.last()))
    form = next(form for form in page.forms.values() if "text" in form.fields)
    assert form["in_report"].checked
