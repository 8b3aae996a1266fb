"""V2: the day a student turns eighteen."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from registro_core.people.birthdays import tell_of_age
from registro_core.people.models import Person
from registro_core.school.models import School
from registro_core.testing import TestSchool, inbox_of

MORNING = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def turn_eighteen(school: TestSchool, born: date, now: datetime = MORNING) -> None:
    with school.session() as session:
        session.get_one(Person, school.people["anna"]).birth_date = born
        session.flush()
        tell_of_age(session, now)


def test_student_and_both_parents_are_told_once(school: TestSchool) -> None:
    turn_eighteen(school, date(2008, 11, 24))
    with school.session() as session:
        tell_of_age(session, MORNING)
    assert len(inbox_of(school, "anna")) == 1
    for parent in ("mamma", "papa"):
        assert len(inbox_of(school, parent)) == 1
    assert inbox_of(school, "altra") == []


@pytest.mark.parametrize("born", [date(2008, 11, 23), date(2008, 11, 25), date(2009, 11, 24)])
def test_on_no_other_day(school: TestSchool, born: date) -> None:
    turn_eighteen(school, born)
    assert inbox_of(school, "anna") == []


def test_born_on_29_february_told_on_1_march(school: TestSchool) -> None:
    turn_eighteen(school, date(2008, 2, 29), datetime(2026, 2, 28, 6, 0, tzinfo=UTC))
    assert inbox_of(school, "anna") == []


def test_parents_are_told_also_where_they_see_no_more(school: TestSchool) -> None:
    with school.session() as session:
        session.scalars(select(School)).one().settings = {"core.parents_see_adults": False}
    turn_eighteen(school, date(2008, 11, 24))
    assert len(inbox_of(school, "mamma")) == 1
