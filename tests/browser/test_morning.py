"""The roll called with one tap or one key, and the family's phone: what only a browser shows."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from registro_core.testing import TODAY
from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.once]

AXE = Axe()
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}


@pytest.fixture(scope="session")
def enabled_plugins() -> tuple[str, ...]:
    return ("lessons", "attendance")


def lesson(site: Site, slot: int = 2) -> str:
    return f"/classes/{site.school.classes['1A']}/lessons/{TODAY}/{slot}"


def radio(page: Page, site: Site, name: str, state: str) -> str:
    return f"#roll-{site.school.people[name]}-{state}"


def is_marked(page: Page, site: Site, name: str, state: str) -> bool:
    return page.locator(radio(page, site, name, state)).is_checked()


def name_of(page: Page, site: Site, name: str) -> None:
    """Tap on a student's name."""
    page.locator(f"label[for='roll-{site.school.people[name]}-A']").first.click()


@pytest.mark.parametrize("width", [390, 1280])
def test_one_tap_marks_absent_and_one_save_tells_the_parent(site: Site, width: int) -> None:
    teacher = site.page("docente", width)
    teacher.goto(lesson(site))
    name_of(teacher, site, "anna")
    assert is_marked(teacher, site, "anna", "A")
    teacher.get_by_label("Argomento").first.fill("Le frazioni")
    teacher.get_by_role("button", name="Salva la lezione").click()
    expect(teacher.get_by_text("Lezione salvata")).to_be_visible()
    assert is_marked(teacher, site, "anna", "A")

    parent = site.page("mamma", 390)
    parent.goto("/")
    tile = parent.locator(f"a.r-kidtile[href='/students/{site.school.people['anna']}']")
    expect(tile).to_contain_text("Assente")
    box = tile.bounding_box()
    assert box is not None
    # "Is my child at school?" is answered on the first screen, without scrolling.
    assert box["y"] + box["height"] < 844
    assert site.complaints == []


def test_the_keyboard_alone(site: Site) -> None:
    page = site.page("docente")
    page.goto(lesson(site))
    page.locator(radio(page, site, "anna", "P")).focus()
    page.keyboard.press("a")
    assert is_marked(page, site, "anna", "A")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("r")
    assert is_marked(page, site, "bruno", "R")
    page.keyboard.press("Control+z")
    assert is_marked(page, site, "bruno", "P")
    assert is_marked(page, site, "anna", "A")


def test_everybody_present_is_undone_in_one(site: Site) -> None:
    page = site.page("docente")
    page.goto(lesson(site))
    for name in ("anna", "bruno"):
        name_of(page, site, name)
    page.locator("[data-all]").click()
    assert is_marked(page, site, "anna", "P")
    page.locator("[data-undo]").click()
    assert is_marked(page, site, "anna", "A")
    assert is_marked(page, site, "bruno", "A")


def test_without_scripts_the_same_form_does_the_same(site: Site) -> None:
    page = site.page("docente", java_script_enabled=False)
    page.goto(lesson(site))
    name_of(page, site, "anna")
    page.get_by_role("button", name="Salva la lezione").click()
    assert page.locator(radio(page, site, "anna", "A")).is_checked()


def test_a_parent_justifies_in_three_taps(site: Site) -> None:
    teacher = site.page("docente")
    teacher.goto(lesson(site))
    name_of(teacher, site, "anna")
    teacher.get_by_role("button", name="Salva la lezione").click()
    expect(teacher.get_by_text("Lezione salvata")).to_be_visible()
    site.school.clock.advance(days=1)

    parent = site.page("mamma", 390)
    parent.goto("/")
    parent.locator(".r-todo summary").first.click()
    parent.get_by_role("button", name="Invia la giustificazione").first.click()
    expect(parent.locator(".r-flash")).to_be_visible()
    parent.goto("/")
    assert parent.locator(".r-todo summary").count() == 0


PAGES = {
    "docente": ["/", "/classes", "/lessons", "/justifications"],
    "mamma": ["/", "/absences", "/notices", "/account"],
    "dirigente": ["/", "/attendance/school", "/lessons/missing", "/office/permissions"],
    "segreteria": ["/office", "/office/people", "/office/calendar", "/office/people/new"],
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("username", PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    site: Site, username: str, scheme: str
) -> None:
    """WCAG 2.2 AA, at 320 px, in both colour schemes."""
    page = site.page(username, 320, color_scheme=scheme, bypass_csp=True)
    paths = [*PAGES[username], *([lesson(site)] if username == "docente" else [])]
    for path in paths:
        page.goto(path)
        found = AXE.run(page, options=RULES)
        assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
        sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert sideways <= 0, path


def test_axe_finds_nothing_on_the_sign_in_page(site: Site) -> None:
    page = site.page(None, 390, bypass_csp=True)
    for path in ("/sign-in", "/forgot-password", "/first-access", "/help", "/accessibility"):
        page.goto(path)
        found = AXE.run(page, options=RULES)
        assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
