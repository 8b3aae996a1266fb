"""The teacher's day in a real browser, with the bundled plugins: few taps, nothing lost."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.fixture(scope="session")
def enabled_plugins():
    return ("lessons", "attendance")


@pytest.fixture
def path(school):
    return f"/classes/{school.classes['1A']}/lessons/2026-11-24/2"


def save(page):
    page.get_by_role("button", name="Salva la lezione").click()
    page.wait_for_load_state("networkidle")


def state_of(page, surname):
    return (
        page.locator(".r-st", has_text=surname)
        .locator("input:checked")
        .first.get_attribute("value")
    )


class TestRollOnAPhone:
    def test_one_tap_marks_and_one_saves(self, site, path):
        page = site.page("docente", 390, has_touch=True, is_mobile=True)
        page.goto(path)

        page.locator(".r-name", has_text="Bianchi").tap()
        save(page)

        assert page.locator(".r-flash").inner_text() == "Lezione salvata."
        assert state_of(page, "Bianchi") == "A"
        assert state_of(page, "Abate") == "P"
        assert site.complaints == []

    def test_without_scripts_as_well(self, site, path):
        page = site.page("docente", 390, java_script_enabled=False)
        page.goto(path)

        page.locator(".r-name", has_text="Bianchi").click()
        save(page)

        assert state_of(page, "Bianchi") == "A"

    def test_it_fits_the_narrowest_phone(self, site, path):
        page = site.page("docente", 320)
        page.goto(path)

        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


class TestTwoTeachers:
    def test_who_comes_second_overwrites_nothing_and_loses_nothing(self, site, path):
        first, second = site.page("docente"), site.page("coordinatore")
        first.goto(path)
        second.goto(path)

        first.locator(".r-name", has_text="Bianchi").click()
        save(first)
        second.locator(".r-name", has_text="Bianchi").click()
        second.locator(".r-st", has_text="Bianchi").locator(".r-seg .is-R").click()
        save(second)

        assert second.locator(".r-alert").is_visible()
        assert state_of(second, "Bianchi") == "R"
        first.goto(path)
        assert state_of(first, "Bianchi") == "A"


class TestLeaving:
    def test_unsaved_work_asks_before_it_goes(self, site, path):
        page = site.page("docente")
        page.goto(path)
        asked = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

        page.locator(".r-st", has_text="Bianchi").locator(".r-seg .is-A").click()
        page.goto("/help")

        assert asked == ["beforeunload"]
