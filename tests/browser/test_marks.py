"""Marks in a real browser: a grid by keyboard alone, paste, undo, two taps on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import text

pytestmark = [pytest.mark.browser, pytest.mark.once]

KEYS = {"Tab", "Enter", "Shift+Enter", "Escape", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"}


@pytest.fixture(scope="session")
def enabled_plugins():
    return ("lessons", "attendance", "grades")


@pytest.fixture
def path(school):
    return f"/classes/{school.classes['1A']}/marks/{school.subjects['MAT']}"


@pytest.fixture
def stored(school):
    """The marks of the four students of 1A, in quarters, codes by their letters."""

    def run():
        statement = text(
            "SELECT person.given_name, mark.quarters, code.short FROM grades_mark AS mark"
            " JOIN person ON person.id = mark.student_id"
            " LEFT JOIN grades_code AS code ON code.id = mark.code_id"
            " WHERE mark.cancelled_at IS NULL ORDER BY mark.assessment_id, person.surname"
        )
        with school.session() as session:
            return [(row[0], row[1] or row[2]) for row in session.execute(statement)]

    return run


def press(page, *keys):
    for key in keys:
        if key in KEYS:
            page.keyboard.press(key)
        else:
            page.keyboard.type(key)


def cells(page):
    return [box.input_value() for box in page.locator("[data-grid] input[name^=m-]").all()]


class TestByKeyboardAlone:
    def test_a_class_test_from_the_menu_to_the_register(self, site, path, stored):
        page = site.page("docente")
        page.goto(f"{path}/tests/new")

        page.locator("#title").focus()
        press(page, "Equazioni", "Tab", "Tab", "Tab", "Tab")
        # From the day (three parts) over weight and kind to the first cell.
        while not page.evaluate("document.activeElement.name?.startsWith('m-')"):
            press(page, "Tab")
        press(page, "7+", "Enter", "7 1/2", "Enter", "6-", "Enter", "nc", "Shift+Enter")
        assert page.evaluate("document.activeElement.value") == "6-"
        press(page, "ArrowUp", "8,25", "ArrowDown")
        assert cells(page) == ["7+", "8+", "6-", "NC"]
        press(page, "ArrowRight", "Da rivedere")
        while page.evaluate("document.activeElement.value") != "publish":
            press(page, "Tab")
        press(page, "Enter")
        page.wait_for_url(f"**{path}")

        assert stored() == [("Anna", 29), ("Bruno", 33), ("Carla", 23), ("Dario", "NC")]
        assert page.locator(".r-flash").inner_text() == "Voti salvati: 4."
        assert site.complaints == []

    def test_what_is_wrong_is_marked_at_once_and_undone(self, site, path):
        page = site.page("docente")
        page.goto(f"{path}/tests/new")
        first = page.locator("[data-grid] input[name^=m-]").first

        first.focus()
        press(page, "boh", "Enter")
        assert "is-wrong" in first.locator("..").get_attribute("class")
        press(page, "7", "Enter")
        page.keyboard.press("Control+z")
        page.keyboard.press("Control+z")

        assert cells(page) == ["", "", "", ""]
        assert "is-wrong" not in first.locator("..").get_attribute("class")

    def test_escape_puts_back_what_was_there(self, site, path):
        page = site.page("docente")
        page.goto(f"{path}/tests/new")
        page.locator("[data-grid] input[name^=m-]").first.focus()

        press(page, "7", "Enter", "ArrowUp", "9", "Escape")

        assert cells(page)[0] == ""

    def test_the_average_of_the_class_runs_along(self, site, path):
        page = site.page("docente")
        page.goto(f"{path}/tests/new")
        page.locator("[data-grid] input[name^=m-]").first.focus()

        press(page, "7", "Enter", "8", "Enter", "NC", "Enter")

        assert page.locator("[data-average]").inner_text() == "7,5"


class TestPaste:
    @pytest.mark.parametrize(
        ("copied", "expected"),
        [
            ("7+\r\n6½\r\nboh\r\n8", ["7+", "6½", "boh", "8"]),
            ("7,5\n\n6\n", ["7½", "", "6", ""]),
        ],
    )
    def test_a_column_goes_down_and_each_bad_cell_is_marked(self, site, path, copied, expected):
        page = site.page("docente")
        page.goto(f"{path}/tests/new")
        first = page.locator("[data-grid] input[name^=m-]").first
        first.focus()

        paste(page, copied)

        assert cells(page) == expected
        assert page.locator("td.is-wrong").count() == expected.count("boh")
        page.keyboard.press("Control+z")
        assert cells(page) == ["", "", "", ""]

    def test_two_columns_are_marks_and_words(self, site, path):
        page = site.page("docente")
        page.goto(f"{path}/tests/new")
        page.locator("[data-grid] input[name^=m-]").first.focus()

        paste(page, "7\tBrava\n6\tDa rivedere")

        assert page.locator("[data-grid] input[name^=c-]").nth(1).input_value() == "Da rivedere"

    def test_every_one_of_the_37_values_is_read_as_the_server_reads_it(self, site, path):
        """G1: the script and values.py agree."""
        page = site.page("docente")
        page.goto(f"{path}/tests/new")
        shown = [
            f"{whole}{sign}"
            for whole in range(1, 11)
            for sign in ("", "+", "½")
            if whole < 10 or not sign
        ] + [f"{whole}-" for whole in range(2, 11)]

        found = page.evaluate(
            """async (texts) => {
                const address = document.querySelector('script[src*="grid.js"]').src;
                const { parse, display } = await import(address);
                return texts.map((text) => display(parse(text)));
            }""",
            shown,
        )

        assert len(shown) == 37
        assert found == shown


def paste(page, copied):
    page.evaluate(
        """(copied) => {
            const data = new DataTransfer();
            data.setData("text/plain", copied);
            const event = new ClipboardEvent("paste", {
                clipboardData: data, bubbles: true, cancelable: true });
            document.activeElement.dispatchEvent(event);
        }""",
        copied,
    )


class TestOnAPhone:
    def test_two_taps_and_the_lesson_is_saved(self, site, school, stored):
        page = site.page("docente", 390, has_touch=True, is_mobile=True)
        page.goto(f"/classes/{school.classes['1A']}/lessons/2026-11-24/2")

        page.locator(".g-people .g-chip", has_text="Bianchi").tap()
        page.locator(".g-values .g-chip", has_text="7½").tap()
        page.get_by_role("button", name="Salva la lezione").click()
        page.wait_for_load_state("networkidle")

        assert stored() == [("Bruno", 30)]
        assert site.complaints == []

    def test_two_students_at_one_save(self, site, school, stored):
        page = site.page("docente", 390, has_touch=True, is_mobile=True)
        page.goto(f"/classes/{school.classes['1A']}/lessons/2026-11-24/2")

        for surname, value in (("Bianchi", "7½"), ("Abate", "8-")):
            page.locator(".g-people .g-chip", has_text=surname).tap()
            page.locator(".g-values .g-chip", has_text=value).tap()
        page.get_by_role("button", name="Salva la lezione").click()
        page.wait_for_load_state("networkidle")

        assert stored() == [("Anna", 31), ("Bruno", 30)]

    def test_without_scripts_as_well(self, site, path, stored):
        page = site.page("docente", 390, java_script_enabled=False)
        page.goto(f"{path}/tests/new")

        page.locator("#title").fill("Equazioni")
        page.locator("[name^=m-0-]").first.fill("7 1/2")
        page.get_by_role("button", name="Salva e pubblica").click()

        assert stored() == [("Anna", 30)]

    @pytest.mark.parametrize("rest", ["", "/grid", "/tests/new", "/oral"])
    def test_it_fits_the_narrowest_phone(self, site, path, rest):
        page = site.page("docente", 320)
        page.goto(path + rest)

        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_unsaved_marks_ask_before_they_go(site, path):
    page = site.page("docente")
    page.goto(f"{path}/tests/new")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("[data-grid] input[name^=m-]").first.focus()
    press(page, "7")

    page.goto("/")

    assert asked == ["beforeunload"]


AXE = Axe()
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(site, school, path, scheme):
    """WCAG 2.2 AA, at 320 px, in both colour schemes, with marks in every state."""
    page = site.page("docente", 320, color_scheme=scheme, bypass_csp=True)
    page.goto(f"{path}/tests/new")
    page.locator("#title").fill("Equazioni")
    for number, value in enumerate(("4", "NC", "8-")):
        page.locator("[name^=m-0-]").nth(number).fill(value)
    page.locator("[value=draft]").click()
    page.wait_for_url(f"**{path}")
    lesson = f"/classes/{school.classes['1A']}/lessons/2026-11-24/2"
    mark = page.locator(".g-table td a").first.get_attribute("href")
    for address in (
        path,
        f"{path}/grid",
        f"{path}/tests/new",
        f"{path}/oral",
        mark,
        lesson,
        "/marks",
    ):
        page.goto(address)
        found = AXE.run(page, options=RULES)
        assert found.violations_count == 0, f"{address}\n{found.generate_report()}"
