"""A parent reads marks on the phone: list, receipt, chart and its table, simulator (G3, G9, G10)."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.once]

AXE = Axe()
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}


@pytest.fixture(scope="session")
def enabled_plugins() -> tuple[str, ...]:
    return ("lessons", "attendance", "grades")


def form_with(page: Any, field: str) -> Any:
    """The form of a page that has a field."""
    return next(form for form in page.forms.values() if field in form.fields)


def publish(site: Site, title: str, value: str, comment: str) -> None:
    """A class test of `docente` in which Anna has a mark."""
    school = site.school
    path = f"/classes/{school.classes['1A']}/marks/{school.subjects['MAT']}/tests/new"
    form = form_with(school.as_("docente").get(path), "title")
    anna = school.people["anna"]
    form["title"], form[f"m-0-{anna}"], form[f"c-0-{anna}"] = title, value, comment
    form.submit("act", value="publish", status=303)


@pytest.fixture
def anna(site: Site) -> str:
    """The address of Anna's marks, two of which her mother has not seen; a note, an observation."""
    publish(site, "Frazioni", "5½", "Da riprendere insieme.")
    publish(site, "Equazioni", "8-", "Procedimento chiaro.")
    school = site.school
    docente, person_id = school.as_("docente"), school.people["anna"]
    form = form_with(docente.get(f"/classes/{school.classes['1A']}/notes/new"), "students")
    for box in form.fields["students"]:
        box.checked = box._value == str(person_id)
    form["whom"], form["text"] = "students", "Usa il telefono."
    form.submit(status=303)
    form = form_with(docente.get(f"/students/{person_id}/observations"), "text")
    form["text"] = "Partecipa di più."
    form.submit(status=303)
    return f"/students/{person_id}"


def test_from_the_home_page_to_the_receipt_and_the_simulator(site: Site, anna: str) -> None:
    page = site.page("mamma", 390, has_touch=True, is_mobile=True)
    page.goto("/")
    page.get_by_role("link", name="Voti", exact=True).tap()
    page.get_by_role("link", name="Tutti i voti Anna").tap()
    latest = page.locator("section[aria-labelledby=h-latest]")
    expect(latest.locator(".f-mark")).to_have_count(2)
    expect(latest).to_contain_text("Procedimento chiaro.")

    page.get_by_role("button", name="Ho visto i 2 voti nuovi").tap()
    expect(page.locator(".r-flash")).to_contain_text("Presa visione registrata.")
    expect(latest.get_by_text("Visto il")).to_have_count(2)
    expect(page.get_by_role("button", name="Ho visto")).to_have_count(0)

    # The chart is an image with words, and all it shows stands in a table too.
    chart = page.get_by_role("img", name="Ultimi voti, tutte le materie")
    expect(chart).to_have_accessible_name(re.compile("Matematica, 24 novembre: 5½; .*: 8-"))
    page.get_by_text("Dettagli").tap()
    expect(page.locator("details[open]")).to_contain_text("Da riprendere insieme.")
    page.get_by_role("link", name="Vedi come tabella").tap()
    expect(page.locator("table tbody tr")).to_have_count(2)

    page.get_by_role("link", name="Simulatore").tap()
    page.get_by_label("Se prendessi").fill("9")
    page.get_by_role("button", name="Calcola").tap()
    expect(page.locator(".f-outlook")).to_contain_text("7,42")
    assert site.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(site: Site, anna: str, scheme: str) -> None:
    """WCAG 2.2 AA, at 320 px, in both colour schemes."""
    page = site.page("mamma", 320, color_scheme=scheme, bypass_csp=True)
    ways = ("/marks", "/marks?view=table", "/marks/simulator?mark1=9", "/notes", "/observations")
    for path in ("/", "/marks/family", *(anna + way for way in ways)):
        page.goto(path)
        found = AXE.run(page, options=RULES)
        assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
