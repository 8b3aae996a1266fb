"""The demo provider in a browser, as a new user of `make run` meets it; and how the pages are."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.once]
HOME = re.compile(r"^http://localhost:\d+/$")


@pytest.fixture(scope="module")
def served(demo_schools):
    """The demo school as development.ini has it: the demo provider is on by itself."""
    with demo_schools.serve("spid_auth") as served:
        yield served
        assert "Traceback" not in served.log


def to_provider(page):
    page.goto("/sign-in")
    page.get_by_text("Entra con SPID").click()
    page.get_by_role("link", name="Gestore dimostrativo").click()
    page.wait_for_url("**/demo-idp/spid/sso*")


def be(page, username):
    """Press the button of somebody on the provider's page."""
    row = page.get_by_role("listitem").filter(has_text=re.compile(rf"\({re.escape(username)}\)"))
    row.get_by_role("button").click()


def press_tab_until(page, text):
    """Go on with the keyboard alone until the focus is on something with that text."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if text in page.evaluate("document.activeElement.innerText || ''"):
            return
    pytest.fail(f"the keyboard does not reach {text!r} on {page.url}")


def test_the_whole_round_with_spid(served, window):
    page = window(served)
    to_provider(page)
    be(page, "docente.genitore")
    page.wait_for_url(HOME)
    page.goto("/demo-idp/spid")
    page.get_by_role("button", name="Esci dal gestore").click()
    page.get_by_text("Qui non è entrato nessuno").wait_for()
    page.goto("/account")
    assert "/sign-in" in page.url


def test_the_whole_round_with_cie(served, window):
    page = window(served)
    page.goto("/sign-in")
    page.get_by_role("link", name="Entra con CIE").click()
    be(page, "genitore")
    page.wait_for_url(HOME)
    page.locator("summary.r-user").click()
    page.get_by_role("button", name="Esci").click()
    page.get_by_role("link", name="Chiudi anche quella sessione").click()
    page.get_by_text("Qui non è entrato nessuno").wait_for()


def test_with_the_keyboard_alone(served, window):
    page = window(served)
    page.goto("/sign-in")
    for text in ("Entra con SPID", "Gestore dimostrativo"):
        press_tab_until(page, text)
        page.keyboard.press("Enter")
    page.wait_for_url("**/demo-idp/spid/sso*")
    press_tab_until(page, "Annulla l’accesso")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Accesso annullato").wait_for()
    press_tab_until(page, "Torna all’accesso")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in")
    press_tab_until(page, "Entra con CIE")
    page.keyboard.press("Enter")
    page.wait_for_url("**/demo-idp/cie/sso*")
    press_tab_until(page, "Mario Rossi")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Non risulti tra le persone di questa scuola").wait_for()


@pytest.fixture
def window(window):
    """Windows in which a refusal is no complaint: its page has the status 403."""

    def quiet(served, **options):
        return window(served, expect=["403 (Forbidden)"], **options)

    return quiet


def sign_in_page(page):
    page.goto("/sign-in")
    page.get_by_text("Entra con SPID").click()


def error_page(page):
    to_provider(page)
    page.get_by_role("button", name="Annulla").click()
    page.get_by_role("heading", name="Accesso annullato").wait_for()


def stranger_page(page):
    to_provider(page)
    page.get_by_role("button", name="Mario Rossi").click()
    page.get_by_role("heading", name="Non risulti").wait_for()


def provider_home(page):
    page.goto("/demo-idp/spid")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "reach", [sign_in_page, to_provider, error_page, stranger_page, provider_home]
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(served, window, reach, scheme):
    page = window(served, width=320, color_scheme=scheme)
    reach(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
