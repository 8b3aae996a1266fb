"""The demo school's notes, observations, procedures and diaries: something on each page, nothing early."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from random import Random

import pytest
from sqlalchemy import func, select

from registro_core.api import (
    DemoClass,
    DemoSchool,
    DemoSize,
    DemoStudent,
    DemoTeaching,
    ReligionChoice,
    Slot,
    TeachingKind,
)
from registro_core.testing import NOW, TODAY
from registro_grades.demo.conduct import Conduct, fill
from registro_grades.demo.conduct_words import CLASS_NOTES, NOTES
from registro_grades.models import DiaryEntry, Note, Observation, Procedure, Sanction
from registro_grades.procedures.removals import removals_of

pytestmark = pytest.mark.once
HOURS = tuple(Slot(n, time(7 + n), time(8 + n), Fraction(1)) for n in range(1, 6))


@pytest.fixture
def demo(school):
    """1A as a demo school."""
    people = school.people
    names = ("anna", "bruno", "carla", "dario")
    one = school.classes["1A"]
    students = tuple(
        DemoStudent(people[name], one, date(2012, 3, 1), ReligionChoice.ATTENDS, (people["mamma"],))
        for name in names
    )
    teaching = DemoTeaching(
        *(1, people["docente"], one, school.subjects["MAT"], "Matematica"),
        *(TeachingKind.CURRICULAR, 4),
    )
    return DemoSchool(
        size=DemoSize.SMALL,
        random=Random(1),
        today=TODAY,
        now=NOW,
        year_id=1,
        first_day=date(2026, 9, 14),
        last_day=date(2027, 6, 8),
        holidays=frozenset(),
        slots=dict.fromkeys(range(1, 7), HOURS),
        classes=(DemoClass(one, "1A", 1, 1, people["coordinatore"], students, (teaching,)),),
        sign_ins={"studente": people["anna"], "docente": people["docente"]},
        head_id=people["dirigente"],
        office_id=people["segreteria"],
    )


def test_nothing_is_written_before_it_happens(school, demo):
    with school.session() as session:
        fill(session, demo)
    with school.session() as session:
        for model in (Note, Observation, DiaryEntry):
            assert session.scalar(select(func.max(model.written_at))) <= NOW
        measured = session.scalars(select(Note.measured_at).where(Note.measured_at.is_not(None)))
        assert all(at <= NOW for at in measured)


def test_each_page_has_something_to_show(school, demo):
    with school.session() as session:
        fill(session, demo)
    pages = {
        "mamma": (f"/students/{school.people['anna']}/notes", NOTES),
        "docente": ("/diary", ("denominatore",)),
        "dirigente": ("/procedures", ("Abate Anna", "Bianchi Bruno", "Conti Carla")),
    }
    for who, (path, words) in pages.items():
        page = school.as_(who).get(path, status=200)
        assert any(word in page for word in words), who


def test_b2_the_removal_is_still_to_come(school, demo):
    """The roll calls of the past know nothing of it."""
    with school.session() as session:
        fill(session, demo)
        [sanction] = session.scalars(select(Sanction))
        assert sanction.first_day > TODAY
        everybody = [student.id for student in demo.students]
        days = removals_of(session, everybody, sanction.first_day, sanction.last_day)
        assert {each.student_id for each in days} == {sanction.student_id}
        assert session.scalar(select(func.count()).select_from(Procedure)) == 3


def test_the_same_chance_gives_the_same_school(demo):
    first = Conduct(demo).fill()
    assert Conduct(replace(demo, random=Random(1))).fill() == first


@pytest.mark.parametrize("today", [date(2026, 9, 14), date(2027, 6, 8)])
def test_on_the_first_and_the_last_day_too(school, demo, today):
    now = datetime(today.year, today.month, today.day, 8, tzinfo=UTC) + timedelta(minutes=5)
    with school.session() as session:
        fill(session, replace(demo, today=today, now=now))


def test_v4_no_text_names_a_student():
    for text in (*NOTES, *CLASS_NOTES):
        assert not any(word.istitle() for word in text.split()[1:]), text
