"""From the lesson to the hand-in, with a timetable: the next lessons are offered, a supply assigns too."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar

from registro_core.api import SchoolClass
from registro_core.testing import Applications, Databases, TestSchool, inbox_of, school_with
from registro_lessons.models import Timetable, TimetableEntry

TUESDAY, THURSDAY = 2, 4
HOURS = [
    (TUESDAY, 2, "MAT", "docente"),
    (THURSDAY, 1, "MAT", "docente"),
    (THURSDAY, 2, "ITA", "coordinatore"),
]


@pytest.fixture
def school(applications: Applications, databases: Databases) -> Iterator[TestSchool]:
    """1A has mathematics on Tuesdays and Thursdays."""
    with school_with(applications, databases, ("lessons", "homework")) as made:
        with made.session() as session:
            class_id = made.classes["1A"]
            plan = Timetable(
                year_id=session.get_one(SchoolClass, class_id).year_id,
                name="Orario",
                valid_from=date(2026, 9, 14),
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
                    weekday=weekday,
                    slot=slot,
                )
                for weekday, slot, subject, who in HOURS
            )
        yield made


def form_with(page: Any, field: str) -> Any:
    return next(form for form in page.forms.values() if field in form.fields)


def test_assigned_from_the_lesson_and_handed_in(school: TestSchool) -> None:
    lesson = f"/classes/{school.classes['1A']}/lessons/2026-11-24/2"
    form = school.as_("docente").get(lesson).forms["lesson"]
    # the next lesson is chosen already: what is typed is enough
    assert form["homework-due"].value == "2026-11-26"
    form["homework-text"], form["homework-hand_in"] = "Tema sui triangoli", True
    form.submit(status=303)

    anna = school.people["anna"]
    listed = school.as_("anna").get(f"/students/{anna}/homework")
    thing = listed.click("Matematica")
    form = form_with(thing, "files")
    form["text"] = "Ecco il tema"
    form.submit(status=303)
    waiting = school.as_("docente").get("/homework").click("Matematica", index=0)
    one = waiting.click("Abate Anna")
    form = form_with(one, "comment")
    form["comment"] = "Bene"
    form.submit(status=303)
    assert "Bene" in thing.goto(f"/students/{anna}/homework/1")
    # the parent reads one notice of the day, when school is over
    school.clock.set(datetime(2026, 11, 24, 14, 31, tzinfo=UTC))
    assert "Anna: compiti di Matematica" in inbox_of(school, "papa")


def test_who_stands_in_assigns_once_they_have_signed(school: TestSchool) -> None:
    """L2: for the subject of the hour, and for nothing else."""
    lesson = f"/classes/{school.classes['1A']}/lessons/2026-11-24/2"
    browser = school.as_("estraneo")
    page = browser.get(lesson)
    assert "homework-text" not in page
    form = page.forms["lesson"]
    form["lessons-sign"] = "substitution:whole"
    form.submit(status=303)
    form = browser.get(lesson).forms["lesson"]
    form["homework-text"] = "Leggere pagina 40"
    form.submit(status=303)
    page = school.as_("mamma").get(f"/students/{school.people['anna']}/homework")
    assert "Leggere pagina 40" in page
    assert "Matematica" in page
    # the colleague of the subject may change it, and so may who wrote it
    for who in ("docente", "estraneo"):
        path = f"/classes/{school.classes['1A']}/homework/1/edit"
        school.as_(who).get(path, status=200)
    school.as_("coordinatore").get(path, status=403)
    school.as_("estraneo").get(f"/classes/{school.classes['1A']}/homework/new", status=403)


def test_lessons_stand_in_the_agenda_and_in_the_feed_of_who_wants_them(
    school: TestSchool,
) -> None:
    anna = school.people["anna"]
    for who, path in (
        ("mamma", f"/students/{anna}/calendar"),
        ("docente", "/calendar"),
        ("coordinatore", f"/classes/{school.classes['1A']}/calendar"),
    ):
        page = school.as_(who).get(f"{path}?view=week&day=2026-11-24")
        assert len(page.html.select(".c-entry.is-lesson")) == (2 if who == "docente" else 3)
        month = school.as_(who).get(f"{path}?view=month&day=2026-11-24")
        assert month.html.select(".c-entry.is-lesson") == []
    browser = school.as_("mamma")
    form = next(
        form
        for form in browser.get("/calendar/feeds").forms.values()
        if "whose" in form.fields and form["whose"].value == str(anna)
    )
    form["lessons"] = True
    shown = form.submit(status=200)
    address = re.search(r'value="http://localhost(/calendar/feed/[^"]+)"', shown.text).group(1)
    events = Calendar.from_ical(school.anonymous().get(address).body).walk("VEVENT")
    tuesday = next(e for e in events if e["dtstart"].dt.date() == date(2026, 11, 24))
    assert tuesday["dtstart"].dt.astimezone(UTC) == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert len({str(event["uid"]) for event in events}) == len(events)
