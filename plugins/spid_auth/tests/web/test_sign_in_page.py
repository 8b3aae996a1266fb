"""The sign-in page with its buttons: what the rules ask, and what it costs (UI)."""

import re

import pytest

from registro_spid_auth.issuing.issuer import Issuer, issuer_metadata
from registro_spid_auth.kinds import Connector

WORDS = ("Entra con SPID", "Entra con CIE")


@pytest.fixture
def many(school, spid, provider_keys):
    """Twelve providers of SPID."""
    issuers = [
        Issuer(f"https://p{n}.example/", f"Gestore {n:02}", f"https://p{n}.example/sso",
               f"https://p{n}.example/slo", provider_keys)
        for n in range(12)
    ]  # fmt: skip
    path = school.platform.installation.data_dir / "spid_auth" / "spid-providers.xml"
    path.write_bytes(issuer_metadata(*issuers))
    return [issuer.name for issuer in issuers]


def names(page):
    return [a.get_text(strip=True) for a in page.html.select(".spid-list ul:not(.spid-more) a")]


def test_both_buttons_are_there_and_of_equal_rank(spid, cie, browser):
    """UI-1."""
    page = browser.get("/sign-in")
    buttons = page.html.select(".spid-button")
    assert [button.get_text(strip=True) for button in buttons] == list(WORDS)


def test_all_providers_are_listed_in_another_order_each_time(many, browser):
    """UI-2: by the server, so without scripts."""
    pages = [names(browser.get("/sign-in")) for _ in range(4)]
    assert all(sorted(page) == sorted(many) for page in pages)
    assert len({tuple(page) for page in pages}) > 1


def test_the_list_opens_without_scripts_and_with_the_keyboard(spid, browser):
    page = browser.get("/sign-in")
    choose = page.html.select_one("details.spid-choose")
    assert choose.summary.get_text(strip=True) == "Entra con SPID"
    assert [a.get_text(strip=True) for a in choose.select(".spid-more a")] == [
        "Maggiori informazioni",
        "Non hai SPID?",
        "Serve aiuto?",
    ]
    # a link, not a form: answered with a redirect a form would be blocked (OPS-7)
    assert choose.find("form") is None
    assert choose.select_one("li a")["href"].startswith(
        "/spid/login?idp=https%3A%2F%2Fspid.example"
    )


def test_nothing_is_fetched_from_elsewhere(many, browser):
    """UI-3."""
    page = browser.get("/sign-in")
    sources = [tag["src"] for tag in page.html.select("[src]")]
    sources += [tag["href"] for tag in page.html.select("link[href]")]
    assert sources
    assert all(source.startswith("/") for source in sources)


def test_level_and_privacy_stand_near_the_buttons(spid, browser):
    """UI-5."""
    page = browser.get("/sign-in")
    assert "Serve il livello 2." in page
    about = page.click("Quali dati riceve la scuola")
    assert "24 mesi" in about
    assert "Codice fiscale, nome, cognome" in about


def test_where_one_wanted_to_go_travels_along(spid, browser):
    page = browser.get("/notices").follow()
    assert "next=%2Fnotices" in page.html.select_one(".spid-list a")["href"]


def test_no_provider_at_all_is_said(school, spid, browser):
    path = school.platform.installation.data_dir / "spid_auth" / "spid-providers.xml"
    path.write_bytes(b"<broken")
    school.application.wsgi.registry["spid_auth"].__dict__.pop("federations", None)
    page = browser.get("/sign-in")
    if not names(page):
        assert "Nessun gestore dell’identità disponibile" in page


def test_a_new_file_of_providers_is_noticed_without_a_restart(many, spid, browser):
    """OPS-1; and a broken one leaves the last good."""
    assert len(names(browser.get("/sign-in"))) == 12
    path = spid.school.platform.installation.data_dir / "spid_auth" / "spid-providers.xml"
    path.write_bytes(issuer_metadata(spid.issuer))
    assert names(browser.get("/sign-in")) == [spid.issuer.name]
    path.write_bytes(b"<broken")
    assert names(browser.get("/sign-in")) == [spid.issuer.name]


def test_only_what_is_on_is_offered(spid, browser, configuration):
    configuration(enabled=(Connector.SPID,))
    page = browser.get("/sign-in")
    assert "Entra con SPID" in page
    assert "Entra con CIE" not in page


def test_the_sign_in_page_asks_one_question(school, many, browser):
    """Budget: the school, as without the plugin; however many providers."""
    browser.get("/sign-in")
    with school.queries() as asked:
        browser.get("/sign-in")
    assert len(asked) == 1


def test_signing_in_asks_a_fixed_number_of_questions(school, many, spid, browser, cf):
    """Budgets: beginning, the response, the last step."""
    path = school.platform.installation.data_dir / "spid_auth" / "spid-providers.xml"
    path.write_bytes(issuer_metadata(spid.issuer))
    with school.queries() as asked:
        spid.begin(browser)
    assert len(asked) == 2
    with school.queries() as asked:
        answer = spid.respond(browser, cf["mamma"])
    # take; person, hats, policies, arrival; head, line, content
    assert len([one for one in asked if "advisory" not in one]) == 8
    with school.queries() as asked:
        answer.follow()
    assert len([one for one in asked if "advisory" not in one]) <= 18


def test_english_words(spid, browser):
    browser.get("/language/en?next=/sign-in")
    page = browser.get("/sign-in")
    assert "Sign in with SPID" in page
    assert re.search(r"Level\s+2\s+is needed", page.text)
