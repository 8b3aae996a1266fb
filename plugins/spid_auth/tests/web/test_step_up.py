"""Proving again who one is, with SPID or CIE (ACC-9)."""

import pytest


@pytest.fixture
def inside(school, spid, browser, cf):
    """Mamma came in with SPID, half an hour ago but clicking all the while."""
    spid.sign_in(browser, cf["mamma"])
    for _ in range(2):
        school.clock.advance(minutes=10)
        browser.get("/notices")
    return browser


def session_of(school):
    with school.session() as session:
        statement = "SELECT token_hash, authenticated_at, method, level FROM web_session"
        return session.connection().exec_driver_sql(statement).one()


def test_the_page_offers_spid_again_and_no_password(inside):
    """Who came in at level 2 does not confirm at level 1."""
    page = inside.get("/account/confirm?next=/notices")
    assert "Conferma con la tua identità digitale" in page
    link = page.html.select_one(".spid-list a")["href"]
    assert "again=1" in link
    assert "next=%2Fnotices" in link
    assert "password" not in page.html.select_one("main").get_text()


def test_who_confirms_gets_a_fresh_session_and_goes_back(school, spid, inside, cf, log):
    before, page = session_of(school), None
    page = spid.sign_in(inside, cf["mamma"], {"again": "1", "next": "/notices"})
    assert page.headers["Location"] == "http://localhost/notices"
    after = session_of(school)
    assert after[0] != before[0]
    assert after[1] != before[1]
    assert "Maria Villa" in inside.get("/notices")
    assert log.outcomes() == ["ok", "ok"]
    with school.session() as session:
        kinds = session.connection().exec_driver_sql("SELECT kind FROM spid_auth_record").all()
        names = session.connection().exec_driver_sql("SELECT session_hash FROM spid_auth_session")
        # logout by the provider finds the session under its new name
        assert [row[0] for row in names] == [after[0]]
    assert [kind[0] for kind in kinds] == ["sign-in", "confirm"]


def test_confirming_as_somebody_else_changes_nothing(school, spid, inside, cf):
    before = session_of(school)
    page = spid.sign_in(inside, cf["papa"], {"again": "1", "next": "/notices"})
    assert page.status_int == 403
    assert "Hai usato l’identità di un’altra persona" in page
    assert page.html.select_one('main a.btn[href="/notices"]')
    assert session_of(school) == before
    assert "Maria Villa" in inside.get("/notices")


def test_confirming_without_being_signed_in_signs_nobody_in(school, spid, browser, cf):
    page = spid.sign_in(browser, cf["mamma"], {"again": "1"})
    assert page.status_int == 403
    with school.session() as session:
        rows = session.connection().exec_driver_sql("SELECT * FROM web_session").all()
    assert rows == []


def test_a_stranger_who_confirms_is_offered_no_form(spid, inside, cf):
    spid.begin(inside, again="1", next="/notices")
    page = spid.respond(inside, cf["stranger"])
    assert page.status_int == 403
    assert "Torna al registro" in page


def test_a_higher_level_is_asked_for_where_the_page_wants_it(spid, inside, cf, school):
    page = inside.get("/account/confirm?next=/notices&level=3")
    assert "level=3" in page.html.select_one(".spid-list a")["href"]
    begun = spid.begin(inside, again="1", next="/notices", level="3")
    assert begun.xml.findtext(".//{*}AuthnContextClassRef") == "https://www.spid.gov.it/SpidL3"
    assert spid.respond(inside, cf["mamma"], level=2).status_int == 403
    spid.begin(inside, again="1", next="/notices", level="3")
    spid.respond(inside, cf["mamma"], level=3).follow()
    assert session_of(school)[3] == 3


@pytest.mark.parametrize("level", ["0", "4", "x", "-1", "99999999999999999999"])
def test_nonsense_for_a_level_asks_what_the_school_asks(spid, inside, level):
    begun = spid.begin(inside, again="1", level=level)
    asked = begun.xml.findtext(".//{*}AuthnContextClassRef")
    assert asked in {"https://www.spid.gov.it/SpidL2", "https://www.spid.gov.it/SpidL3"}


def test_an_administrator_is_offered_the_password_alone(new_browser, school):
    """They would be refused anyway (ACC-2)."""
    browser = new_browser("admin")
    school.clock.advance(minutes=20)
    page = browser.get("/account/confirm")
    assert "Entra con SPID" not in page
    assert page.html.select_one('input[type="password"]')


def test_who_came_in_by_password_may_confirm_with_spid(school, spid, new_browser, cf):
    browser = new_browser("mamma")
    page = spid.sign_in(browser, cf["mamma"], {"again": "1", "next": "/notices"})
    assert page.headers["Location"] == "http://localhost/notices"
    assert session_of(school)[2:] == ("spid", 2)
