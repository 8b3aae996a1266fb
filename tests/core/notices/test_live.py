"""The live counter: moves with the inbox, costs next to nothing, keeps no session alive."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from registro_core.accounts.models import Account, WebSession
from registro_core.notices.services import withdraw_notice
from registro_core.people.models import Guardianship

PATH = "/notices/live"


def ask(browser, etag=""):
    return browser.get(PATH, headers={"If-None-Match": etag})


@pytest.fixture
def browser(school):
    return school.as_("mamma")


@pytest.fixture
def open_page(school, browser):
    """What an open page does: asks with what it heard last; None while nothing has changed."""
    heard = {"etag": ""}

    def run():
        answer = ask(browser, heard["etag"])
        heard["etag"] = answer.headers["ETag"]
        if answer.status_int == 304:
            assert answer.body == b""
            return None
        return answer.json["unread"]

    return run


def test_it_moves_with_what_comes_is_read_and_is_withdrawn(school, publish, open_page, browser):
    assert open_page() == 0
    assert open_page() is None
    publish("mamma", "papa", key="1")
    publish("mamma", key="2")
    publish("papa", key="3")
    assert open_page() == 2
    assert open_page() is None
    page = browser.get("/notices")
    next(form for form in page.forms.values() if form.action == "/notices/open").submit()
    assert open_page() == 1
    with school.session() as session:
        for key in "12":
            withdraw_notice(session, key, school.clock.now)
    assert open_page() == 0


def test_what_waits_is_counted_when_its_time_comes(school, publish, open_page, browser):
    """Also when meanwhile another is read, and the number stays the same."""
    publish("mamma", key="1", not_before=school.clock.now + timedelta(minutes=10))
    publish("mamma", key="2")
    assert open_page() == 1
    before = ask(browser).json["newest"]
    school.clock.advance(minutes=10)
    forms = browser.get("/notices").forms.values()
    # the newer stands first
    [form for form in forms if form.action == "/notices/open"][-1].submit()
    assert open_page() == 1
    assert ask(browser).json["newest"] > before


def test_the_page_knows_what_it_was_made_with(publish, browser):
    publish("mamma")
    bell = browser.get("/notices").html.select_one("[data-live]")
    said = ask(browser).json
    assert bell["data-live"] == PATH
    assert {name: bell[f"data-{name}"] for name in said} == {n: str(v) for n, v in said.items()}


def test_who_may_no_longer_know_is_not_told_by_the_number(school, publish):
    publish("papa", student_id=school.people["anna"])
    browser = school.as_("papa")
    assert ask(browser).json["unread"] == 1
    with school.session() as session:
        statement = update(Guardianship).where(Guardianship.guardian_id == school.people["papa"])
        session.execute(statement.values(restricted_from=school.clock.now.date()))
    assert ask(browser).json["unread"] == 0


def test_an_open_page_keeps_no_session_alive(school, browser):
    """Check 17: only clicks count, however often the page asks."""
    browser.get("/notices")
    for _ in range(59):
        school.clock.advance(minutes=1)
        ask(browser)
    with school.session() as session:
        seen = session.scalars(select(WebSession.seen_at)).one()
    assert seen == school.clock.now - timedelta(minutes=59)
    school.clock.advance(minutes=1)
    browser.get(PATH, status=403)
    assert browser.get("/notices", expect_errors=True).status_int == 303


def test_staff_and_shared_computers_end_sooner(school):
    for username, minutes in (("docente", 30), ("mamma", 5)):
        browser = school.as_(username)
        if username == "mamma":
            with school.session() as session:
                session.execute(update(WebSession).values(shared=True))
        school.clock.advance(minutes=minutes - 1)
        ask(browser)
        school.clock.advance(minutes=1)
        browser.get(PATH, status=403)


@pytest.mark.parametrize("change", [{"enabled": False}, {"must_change_password": True}])
def test_who_is_locked_out_hears_nothing(school, browser, change):
    with school.session() as session:
        session.execute(update(Account).where(Account.username == "mamma").values(**change))
    browser.get(PATH, status=403)


def test_nobody_hears_nothing(school):
    school.anonymous().get(PATH, status=403)


def test_it_costs_one_statement_when_nothing_has_changed_and_never_a_page(school, publish, browser):
    for number in range(20):
        publish("mamma", key=str(number))
    answer = ask(browser)
    assert len(answer.body) < 150
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    for etag, status, statements in ((answer.headers["ETag"], 304, 1), ("", 200, 2)):
        with school.queries() as seen:
            assert ask(browser, etag).status_int == status
        assert len([statement for statement in seen if "SELECT" in statement]) == statements
