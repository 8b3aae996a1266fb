"""Homework and tests in the agenda, and in the feed that calendar programs fetch."""

import re
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar
from sqlalchemy import text

from registro_core.testing import TestSchool

from .conftest import Homework


def address_of_feed(school: TestSchool, who: str, whose: str = "") -> str:
    """Make an address as a person does, and read it from the page that shows it once."""
    page = school.as_(who).get("/calendar/feeds", status=200)
    token = str(school.people[whose]) if whose else "own"
    form = next(
        form
        for form in page.forms.values()
        if "whose" in form.fields and form["whose"].value == token
    )
    shown = form.submit(status=200)
    return re.search(r'value="http://localhost(/calendar/feed/[^"]+\.ics)"', shown.text).group(1)


def fetched(school: TestSchool, address: str) -> dict[str, object]:
    """The events of a feed by their id, as a program without any cookie reads them."""
    answer = school.anonymous().get(address, status=200)
    assert answer.content_type == "text/calendar"
    calendar = Calendar.from_ical(answer.body)
    assert calendar.errors == []
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def test_the_agenda_of_class_student_and_teacher(homework: Homework) -> None:
    homework.assign(text="Esercizi riservati")
    homework.assign("coordinatore", kind="written", day="2026-11-27")
    school = homework.school
    anna, first = school.people["anna"], school.classes["1A"]
    pages = {
        "mamma": f"/students/{anna}/calendar",
        "anna": f"/students/{anna}/calendar",
        "coordinatore": f"/classes/{first}/calendar",
        "dirigente": f"/classes/{first}/calendar",
    }
    for who, path in pages.items():
        for view in ("day&day=2026-11-26", "week", "month"):
            assert "Compiti di Matematica" in school.as_(who).get(f"{path}?view={view}")
    own = school.as_("docente").get("/calendar")
    assert "Compiti di Matematica" in own
    assert "Verifica di Italiano" not in own
    assert school.as_("mamma").get("/calendar", status=303).location.endswith(pages["mamma"])
    assert f'href="{pages["mamma"]}"' in school.as_("mamma").get("/menu")


def test_nobody_opens_another_ones_agenda(homework: Homework) -> None:
    school = homework.school
    anna, first = school.people["anna"], school.classes["1A"]
    school.as_("altra").get(f"/students/{anna}/calendar", status=404)
    school.as_("mamma").get(f"/classes/{first}/calendar", status=404)
    school.as_("estraneo").get(f"/classes/{first}/calendar", status=403)


@pytest.mark.once
@pytest.mark.parametrize(
    "query", ["day=x&view=y", "day=9999-12-31", "view=month&day=2026-12-31", "view=day&day="]
)
def test_any_address_shows_days(homework: Homework, query: str) -> None:
    homework.school.as_("docente").get(f"/calendar?{query}", status=200)


def test_a_feed_is_read_back(homework: Homework) -> None:
    school = homework.school
    homework.assign(text="Pagina 12; esercizi 3, 4")
    homework.assign("coordinatore", kind="oral", day="2026-11-27")
    address = address_of_feed(school, "mamma", "anna")
    events = fetched(school, address)
    assert {str(event["summary"]) for event in events.values()} == {
        "Compiti di Matematica",
        "Verifica di Italiano",
    }
    event = next(e for e in events.values() if "Compiti" in e["summary"])
    assert event["dtstart"].dt == date(2026, 11, 26)
    assert event["dtend"].dt == date(2026, 11, 27)
    assert str(event["description"]) == "Pagina 12; esercizi 3, 4"
    assert str(event["status"]) == "CONFIRMED"
    assert str(event["url"]).startswith("http://localhost/students/")


def test_what_changes_keeps_its_name_and_what_is_cancelled_says_so(homework: Homework) -> None:
    school = homework.school
    homework.assign()
    number, address = homework.last(), address_of_feed(school, "anna", "anna")
    [(uid, event)] = fetched(school, address).items()
    assert int(event["sequence"]) == 1
    school.clock.set(datetime(2026, 11, 25, 9, 0, tzinfo=UTC))
    homework.edit("docente", number, text="Solo il primo")
    assert int(fetched(school, address)[uid]["sequence"]) == 2
    homework.cancel("docente", number)
    assert str(fetched(school, address)[uid]["status"]) == "CANCELLED"


@pytest.mark.once
def test_a_program_is_told_when_nothing_is_new(homework: Homework) -> None:
    school = homework.school
    homework.assign()
    address = address_of_feed(school, "docente")
    first = school.anonymous().get(address)
    assert first.headers["Cache-Control"].startswith("private")
    school.clock.advance(hours=3)
    again = school.anonymous().get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_int == 304


def test_a_feed_names_nobody_else(homework: Homework) -> None:
    homework.assign(students=["anna", "bruno"])
    address = address_of_feed(homework.school, "mamma", "anna")
    body = homework.school.anonymous().get(address).text
    assert "Bianchi" not in body
    assert "Bruno" not in body
    assert "luca" not in body.lower()


class TestTheAddress:
    """It is a secret: kept as a hash, shown once, silent when it is revoked."""

    def test_it_is_shown_once_and_kept_as_a_hash(self, homework: Homework) -> None:
        school = homework.school
        address = address_of_feed(school, "mamma", "anna")
        token = address.rpartition("/")[2].removesuffix(".ics")
        assert token not in school.as_("mamma").get("/calendar/feeds")
        with school.session() as session:
            for table in ("calendar_feed", "audit_entry", "audit_values", "idempotency_key"):
                rows = session.execute(text(f"SELECT * FROM {table}")).all()  # noqa: S608
                assert token not in repr(rows)

    def test_a_new_one_puts_an_end_to_the_old_one(self, homework: Homework) -> None:
        school = homework.school
        old = address_of_feed(school, "mamma", "anna")
        new = address_of_feed(school, "mamma", "anna")
        school.anonymous().get(old, status=404)
        school.anonymous().get(new, status=200)
        # that of the other child is another
        other = address_of_feed(school, "mamma", "luca")
        assert fetched(school, other) == {}
        school.anonymous().get(new, status=200)

    def test_revoked_it_is_silent(self, homework: Homework) -> None:
        school = homework.school
        address = address_of_feed(school, "docente")
        browser = school.as_("docente")
        form = next(f for f in browser.get("/calendar/feeds").forms.values() if "id" in f.fields)
        form.submit(status=303)
        school.anonymous().get(address, status=404)

    def test_nobody_revokes_or_makes_another_ones(self, homework: Homework) -> None:
        school = homework.school
        address = address_of_feed(school, "docente")
        browser = school.as_("mamma")
        page = browser.get("/calendar/feeds")
        form = next(form for form in page.forms.values() if "whose" in form.fields)
        form["whose"].force_value(str(school.people["bruno"]))
        form.submit(status=404)
        browser.post("/calendar/feeds/revoke", {"id": "1", "csrf_token": form["csrf_token"].value})
        school.anonymous().get(address, status=200)

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE guardianship SET ends_on = '2026-11-23'",
            "UPDATE guardianship SET restricted_from = '2026-11-24'",
            "UPDATE account SET enabled = (1 = 0)",
        ],
    )
    def test_it_is_silent_with_the_last_right_of_its_person(
        self, homework: Homework, statement: str
    ) -> None:
        school = homework.school
        address = address_of_feed(school, "mamma", "anna")
        with school.session() as session:
            session.execute(text(statement))
        school.anonymous().get(address, status=404)

    def test_asking_without_end_is_refused(self, homework: Homework) -> None:
        school = homework.school
        address = address_of_feed(school, "docente")
        browser = school.anonymous()
        for _time in range(30):
            browser.get(address, status=200)
        browser.get(address, status=429)
        for number in range(60):
            browser.get(f"/calendar/feed/{number}.ics", status=404)
        browser.get("/calendar/feed/x.ics", status=429)


@pytest.mark.once
def test_the_feed_speaks_the_language_of_its_person(homework: Homework) -> None:
    school = homework.school
    homework.assign()
    with school.session() as session:
        session.execute(text("UPDATE account SET locale = 'en' WHERE username = 'mamma'"))
    address = address_of_feed(school, "mamma", "anna")
    [event] = fetched(school, address).values()
    assert str(event["summary"]) == "Homework: Matematica"


def test_a_feed_asks_a_fixed_number_of_statements(homework: Homework) -> None:
    school = homework.school
    homework.assign()
    address = address_of_feed(school, "anna", "anna")
    with school.queries() as few:
        school.anonymous().get(address)
    for number in range(3):
        homework.assign(day=f"2026-12-0{number + 1}")
    with school.queries() as many:
        school.anonymous().get(address)
    assert len(many) == len(few)
