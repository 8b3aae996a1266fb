"""Responses that let nobody in: replays, other browsers, anomalies; each is logged (RS, ERR, LOG-1)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from registro_core.api import Person
from registro_core.testing import NOW
from registro_spid_auth.issuing.answers import sign_response, success
from registro_spid_auth.issuing.issuer import make_issuer_keys
from registro_spid_auth.jobs import forget

# Worked out above the database: the same on every kind.
pytestmark = pytest.mark.once


def refused(page, *words):
    """A page of refusal: the status, the words, the way back, and nothing that a machine said."""
    assert page.status_int == 403
    for word in words:
        assert word in page
    main = page.html.select_one("main").get_text(" ", strip=True)
    assert "ErrorCode" not in main
    assert "Torna all’accesso" in main
    assert page.html.select_one('main a[href="/sign-in"]')


def test_a_response_counts_once(school, spid, browser, new_browser, cf, log):
    """RS-3: the same response again is a replay, from whatever browser."""
    begun = spid.begin(browser)
    answer = spid.answer(begun.id, cf["mamma"])
    xml = sign_response(success(spid.issuer, answer), spid.issuer)
    assert spid.post(browser, xml).status_int == 303
    refused(spid.post(browser, xml, expect_errors=True), "Accesso scaduto")
    refused(spid.post(new_browser(), xml, expect_errors=True), "Accesso scaduto")
    assert log.outcomes() == ["ok", "unsolicited", "unsolicited"]


def test_a_response_that_nobody_asked_for_is_refused(spid, browser, cf, log):
    answer = spid.answer("_nobody-asked", cf["mamma"])
    xml = sign_response(success(spid.issuer, answer), spid.issuer)
    refused(spid.post(browser, xml, expect_errors=True), "Accesso scaduto")
    assert log.outcomes() == ["unsolicited"]
    # what anybody can send is not kept as it came
    assert set(log.contents()[0]) == {
        *("ip", "user_agent_sha256", "response_sha256", "response_bytes")
    }


def test_a_response_comes_by_the_browser_that_began(spid, browser, new_browser, cf, log):
    """RS-4: a link with somebody else's response signs nobody in."""
    spid.begin(browser)
    page = spid.respond(new_browser(), cf["mamma"])
    refused(page, "Accesso iniziato altrove")
    assert log.outcomes() == ["other-browser"]
    # and the request is used up
    refused(spid.respond(browser, cf["mamma"]), "Accesso scaduto")


def test_two_tabs_of_a_browser_do_not_disturb_each_other(spid, browser, cf):
    first = spid.begin(browser)
    spid.begin(browser)
    answer = spid.answer(first.id, cf["mamma"])
    xml = sign_response(success(spid.issuer, answer), spid.issuer)
    assert spid.post(browser, xml).status_int == 303
    assert spid.respond(browser, cf["mamma"]).status_int == 303


@pytest.mark.parametrize(("seconds", "enters"), [(600, True), (601, False)])
def test_a_request_waits_ten_minutes(school, spid, browser, cf, seconds, enters):
    """RS-3."""
    spid.begin(browser)
    school.clock.advance(seconds=seconds)
    page = spid.respond(browser, cf["mamma"])
    assert (page.status_int == 303) is enters
    if not enters:
        refused(page, "Accesso scaduto")


def test_another_federations_response_answers_nothing(spid, cie, browser, cf):
    """The same ID at the other address finds no request."""
    begun = spid.begin(browser)
    answer = cie.answer(begun.id, cf["mamma"])
    xml = sign_response(success(cie.issuer, answer), cie.issuer)
    refused(cie.post(browser, xml, expect_errors=True), "Accesso scaduto")
    assert spid.respond(browser, cf["mamma"]).status_int == 303


def test_a_provider_with_another_key_is_not_believed(spid, browser, cf, log):
    begun = spid.begin(browser)
    forger = replace(spid.issuer, keys=make_issuer_keys("forger", NOW))
    xml = sign_response(success(forger, spid.answer(begun.id, cf["mamma"])), forger)
    refused(spid.post(browser, xml, expect_errors=True), "Accesso non riuscito")
    assert log.outcomes() == ["signature"]
    assert log.contents()[0]["response"].startswith("<?xml")


def test_a_lower_level_than_asked_is_refused(spid, browser, cf, log):
    spid.begin(browser)
    refused(spid.respond(browser, cf["mamma"], level=1), "Livello di sicurezza non sufficiente")
    assert log.outcomes() == ["level"]


WORDS = {
    19: "credenziali errate",
    20: "livello 2",
    21: "scaduto",
    22: "consenso",
    23: "sospesa o revocata",
    25: "Hai annullato l’accesso",
    30: "tipo di identità diverso",
}


@pytest.mark.parametrize("number", [*range(8, 19), 19, 20, 21, 22, 23, 24, 25, 30])
def test_every_anomaly_has_its_words(spid, browser, log, number, caplog):
    """ERR-1, ERR-2: 8 to 18 are our fault, and somebody of ours is told."""
    spid.begin(browser)
    page = spid.fail(browser, number)
    ours = 8 <= number <= 18
    refused(page, "Accesso non disponibile" if ours else WORDS.get(number, "Accesso non riuscito"))
    assert log.outcomes() == [f"idp-error-{number}"]
    assert ("needs attention" in caplog.text) is ours
    assert f"idp-error-{number}" in caplog.text


@pytest.mark.parametrize("number", [19, 20, 24])
def test_numbers_that_cie_reserves_are_not_explained_as_spids(cie, browser, number):
    cie.begin(browser)
    page = cie.fail(browser, number)
    refused(page, "Accesso non riuscito")
    assert "SPID di livello 2" not in page


def test_cie_may_have_expired(cie, browser):
    cie.begin(browser)
    refused(cie.fail(browser, 23), "carta d’identità elettronica", "scaduta")


def test_a_fault_of_ours_shows_on_the_page_of_the_office(spid, browser, new_browser):
    spid.begin(browser)
    spid.fail(browser, 13)
    page = new_browser("segreteria").get("/office/spid")
    assert "da controllare" in page
    assert "idp-error-13" in page


@pytest.mark.parametrize(
    "fields",
    [
        "",
        "SAMLResponse=",
        "SAMLResponse=%21%21",
        "SAMLResponse=PHg%2BPC94Pg%3D%3D",
        "SAMLResponse=eA%3D%3D&SAMLResponse=eA%3D%3D",
        "SAMLRequest=eA%3D%3D",
        "SAMLResponse=" + "A" * 300_000,
    ],
    ids=["empty", "nothing", "base64", "no-response", "twice", "request", "large"],
)
def test_rubbish_is_turned_away_without_a_fault(browser, fields):
    page = browser.post("/spid/acs", fields, expect_errors=True)
    refused(page, "Accesso")


def test_a_file_in_the_place_of_the_response_is_turned_away_at_the_door(browser):
    file = ("SAMLResponse", "x.xml", b"<x/>")
    browser.post("/spid/acs", upload_files=[file], status=400)


def test_rubbish_of_one_address_does_not_fill_the_log(browser, log):
    for _ in range(70):
        browser.post("/spid/acs", {"SAMLResponse": "eA=="}, status=403)
    assert log.count() == 60


def test_a_large_refused_response_is_kept_in_part(spid, browser, cf, log):
    """Whoever begins may answer anything: not everything of it goes into the log."""
    begun = spid.begin(browser)
    answer = spid.answer(begun.id, cf["mamma"], attributes={"x": "y" * 100_000})
    xml = sign_response(success(spid.issuer, answer), spid.issuer)
    refused(spid.post(browser, xml, expect_errors=True))
    assert len(log.contents()[0]["response"]) == 64_000


def test_nothing_is_said_of_the_person_in_the_logs_of_the_application(spid, browser, cf, caplog):
    """LOG-3."""
    spid.sign_in(browser, cf["stranger"])
    spid.begin(browser)
    spid.respond(browser, cf["mamma"], level=1)
    assert cf["stranger"] not in caplog.text
    assert cf["mamma"] not in caplog.text
    assert "Assertion" not in caplog.text
    assert "unknown-person" in caplog.text


def test_a_refused_sign_in_leaves_no_session_and_no_person(school, spid, browser, cf):
    with school.session() as session:
        before = len(session.scalars(select(Person.id)).all())
    spid.sign_in(browser, cf["stranger"])
    assert "registro" not in browser.cookies
    with school.session() as session:
        assert len(session.scalars(select(Person.id)).all()) == before
        assert not session.connection().exec_driver_sql("SELECT * FROM web_session").all()


def test_what_nobody_came_back_for_is_forgotten(school, spid, browser, cf):
    """OPS-6."""
    spid.begin(browser)
    school.clock.advance(minutes=5)
    kept = spid.begin(browser)
    with school.session() as session:
        forget(session, school.clock.now + timedelta(minutes=6))
        rows = session.connection().exec_driver_sql("SELECT id FROM spid_auth_request").all()
    assert [row[0] for row in rows] == [kept.id]
