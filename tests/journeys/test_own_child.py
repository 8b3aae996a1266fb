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


def test_for_who_has_no_child_in_the_class_nothing_more_is_asked(school: TestSchool) -> None:
    path = f"/classes/{school.classes['1A']}/lessons/2026-11-24/2"
    browsers = [school.as_(who) for who in ("docente", MOTHER)]
    counts = []
    for browser in browsers:
        browser.get(path)
        with school.queries() as seen:
            browser.get(path)
        counts.append(len(seen))
    assert counts[0] == counts[1]
