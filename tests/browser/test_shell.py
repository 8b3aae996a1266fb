import pytest

pytestmark = [pytest.mark.browser, pytest.mark.once]

PAGES = ["/", "/menu", "/search?q=a", "/help", "/privacy", "/accessibility"]


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


class TestEveryPage:
    @pytest.mark.parametrize("width", [320, 1280])
    def test_no_complaint_of_the_browser_and_no_scrolling_sideways(self, site, width):
        page = site.page("docente", width)
        for path in PAGES:
            page.goto(path)

            assert overflow(page) <= 0, path
        assert site.complaints == []

    def test_the_policy_really_stops_what_is_inline(self, site):
        page = site.page("docente")
        page.goto("/help")

        page.evaluate(
            "() => { const s = document.createElement('script'); s.textContent = 'window.bad = 1';"
            " document.body.append(s) }"
        )

        assert page.evaluate("window.bad") is None
        assert any("Content Security Policy" in text for text in site.complaints)

    @pytest.mark.parametrize("path", ["/", "/help"])
    def test_it_works_without_scripts(self, site, path):
        page = site.page("docente", java_script_enabled=False)
        page.goto(path)

        assert page.locator("h1").is_visible()
        page.locator(".r-account summary").click()
        assert page.get_by_role("button", name="Esci").is_visible()


class TestKeyboard:
    def test_the_first_stop_is_the_way_to_the_content(self, site):
        page = site.page("docente")
        page.goto("/help")

        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert focused.inner_text() == "Vai al contenuto"
        page.keyboard.press("Enter")

        assert page.evaluate("document.activeElement.id") == "main"

    def test_ctrl_k_searches(self, site):
        page = site.page("docente")
        page.goto("/help")

        page.keyboard.press("Control+k")
        page.keyboard.type("abate")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=abate")

        assert page.get_by_text("Abate Anna").is_visible()


class TestTheme:
    def test_chosen_by_hand_it_stays_on_the_next_page(self, site):
        page = site.page("docente", color_scheme="light")
        page.goto("/help")
        light = page.evaluate("getComputedStyle(document.body).backgroundColor")

        page.get_by_role("button", name="Tema chiaro o scuro").click()
        page.goto("/privacy")

        assert page.locator("html").get_attribute("data-theme") == "dark"
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


class TestPhone:
    def test_the_bar_is_at_the_bottom_and_opens_the_whole_menu(self, site):
        page = site.page("docente", 390)
        page.goto("/")

        page.locator(".r-bottom").get_by_text("Altro").click()

        assert page.locator("h1").inner_text() == "Menù"
        assert not page.locator(".r-side").is_visible()
