"""The live bell: an open page shows what is new, and leaves alone who is writing."""

import pytest
from sqlalchemy import delete

from registro_core.accounts.models import WebSession
from registro_core.items import Notice
from registro_core.notices.services import publish_notice

pytestmark = [pytest.mark.browser, pytest.mark.once]

TEN_SECONDS = 10_000
LIVE = "**/notices/live"


def publish(school, username):
    with school.session() as session:
        people = [school.people[username]]
        notice = Notice("trial:kind", "Assenza", "Anna oggi era assente.", people, "1")
        publish_notice(session, notice, school.clock.now)


def open_page(site):
    """A page that asks, and the list of what it asks for."""
    page, heard = site.page("mamma"), []
    page.clock.install()
    page.goto("/account")
    page.on("request", lambda request: "/notices/live" in request.url and heard.append(request))
    return page, heard


def asked(page):
    """The answer to what the page asks within ten seconds."""
    with page.expect_response(LIVE) as answer:
        page.clock.fast_forward(TEN_SECONDS)
    return answer.value.status


def test_an_open_page_shows_a_new_notice_within_ten_seconds(site):
    page = site.page("mamma", 390)
    page.clock.install()
    page.goto("/account")
    assert asked(page) == 304
    assert page.locator(".r-bottom .r-badge").count() == 0

    publish(site.school, "mamma")
    assert asked(page) == 200

    page.get_by_text("Ci sono novità.").wait_for()
    assert page.locator(".r-bottom .r-badge").inner_text().split()[0] == "1"
    assert page.get_by_role("link", name="Avvisi non letti: 1").count() == 1
    with page.expect_navigation():
        page.get_by_role("button", name="Aggiorna la pagina").click()
    assert page.locator("[data-live-news]").inner_text() == ""
    assert page.locator(".r-bottom .r-badge").inner_text().split()[0] == "1"
    assert site.complaints == []


def test_who_is_writing_is_offered_no_reload(site):
    page = site.page("docente")
    page.clock.install()
    page.goto("/search?q=abate")
    page.locator("main input").first.fill("bianchi")
    publish(site.school, "docente")
    assert asked(page) == 200

    page.get_by_text("Ci sono novità.").wait_for()
    assert not page.get_by_role("button", name="Aggiorna la pagina").is_visible()
    assert page.locator("main input").first.input_value() == "bianchi"


def test_a_page_out_of_sight_does_not_ask_and_asks_at_once_when_seen_again(site):
    page, heard = open_page(site)
    see = "document.dispatchEvent(new Event('visibilitychange'))"
    hide = "Object.defineProperty(document, 'hidden', {get: () => window.away})"

    page.evaluate(f"() => {{ {hide}; window.away = true; {see} }}")
    page.clock.fast_forward(600_000)
    assert heard == []

    with page.expect_response(LIVE) as answer:
        page.evaluate(f"() => {{ window.away = false; {see} }}")
    assert answer.value.status == 304


def test_it_asks_less_often_while_the_server_is_away_and_not_at_all_when_signed_out(site):
    page, heard = open_page(site)
    page.route(LIVE, lambda route: route.fulfill(status=503))
    for seconds in (9, 18, 36, 71, 120):
        with page.expect_response(LIVE):
            page.clock.fast_forward(seconds * 1000)
    heard.clear()
    page.clock.fast_forward(100_000)
    assert heard == []

    page.unroute(LIVE)
    with site.school.session() as session:
        session.execute(delete(WebSession))
    with page.expect_response(LIVE) as answer:
        page.clock.fast_forward(120_000)
    assert answer.value.status == 403
    heard.clear()
    page.clock.fast_forward(3_600_000)
    assert heard == []
