"""A teacher's own child on the roll: with a timetable, in one's own hours only."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from registro_core.api import SchoolClass, Teaching, TeachingKind
from registro_core.testing import Applications, Databases, TestSchool, school_with
from registro_lessons.models import Timetable, TimetableEntry

MOTHER, SINCE = "docente.genitore", date(2026, 9, 14)


@pytest.fixture
def school(applications: Applications, databases: Databases) -> Iterator[TestSchool]:
    """docente.genitore teaches her son's class, on Tuesdays in the first hour; docente in the second."""
    with school_with(applications, databases, ("lessons", "attendance")) as made:
        with made.session() as session:
            class_id = made.classes["2A"]
            year_id = session.get_one(SchoolClass, class_id).year_id
            plan = Timetable(
                year_id=year_id,
                name="Orario",
                valid_from=SINCE,
                created_at=datetime(2026, 9, 1, tzinfo=UTC),
            )
            session.add(plan)
            session.flush()
            session.add_all(
                TimetableEntry(
                    timetable_id=plan.id,
                    class_id=class_id,
                    subject_id=made.subjects[subject],
                    teacher_id=made.people[who],
                    weekday=2,
                    slot=slot,
                )
                for slot, who, subject in ((1, MOTHER, "STO"), (2, "docente", "MAT"))
            )
            session.add(
                Teaching(
                    teacher_id=made.people[MOTHER],
                    class_id=class_id,
                    subject_id=made.subjects["STO"],
                    kind=TeachingKind.CURRICULAR,
                    starts_on=SINCE,
                )
            )
        yield made


def open_hour(school: TestSchool, slot: int) -> Any:
    path = f"/classes/{school.classes['2A']}/lessons/2026-11-24/{slot}"
    return school.as_(MOTHER).get(path)


def calls_her_son(school: TestSchool, page: Any) -> bool:
    return f"roll-{school.people['carlo']}" in page.forms["lesson"].fields


def test_in_her_own_hour_she_calls_him_in_a_colleagues_she_does_not(school: TestSchool) -> None:
    assert calls_her_son(school, open_hour(school, 1))
    page = open_hour(school, 2)
    assert not calls_her_son(school, page)
    page.mustcontain("in un’ora non tua lo segna un collega")


def test_once_she_has_signed_for_the_colleague_the_hour_is_hers(school: TestSchool) -> None:
    form = open_hour(school, 2).forms["lesson"]
    form["lessons-sign"] = "substitution:whole"
    form["lessons-topic"] = "Ripasso"
    form.submit(status=303)
    assert calls_her_son(school, open_hour(school, 2))


def test_whose_hour_it_is_costs_the_page_nothing(school: TestSchool) -> None:
    """The timetable was read already: her page reads it as often as a colleague's."""

    def reads_of_timetable(who: str, class_name: str) -> int:
        path = f"/classes/{school.classes[class_name]}/lessons/2026-11-24/2"
        browser = school.as_(who)
        browser.get(path)
        with school.queries() as seen:
            browser.get(path)
        return sum(TimetableEntry.__tablename__ in str(statement) for statement in seen)

    usual = reads_of_timetable("docente", "1A")
    assert usual > 0
    assert reads_of_timetable(MOTHER, "1A") == usual
    assert reads_of_timetable(MOTHER, "2A") == usual
