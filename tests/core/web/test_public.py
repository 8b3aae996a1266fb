import pytest

from registro_core.web.public import PAGES


class TestPages:
    @pytest.mark.parametrize("name", PAGES)
    @pytest.mark.parametrize("language", ["it", "en"])
    def test_anyone_may_read_them_in_each_language(self, school, name, language):
        browser = school.anonymous()
        browser.set_cookie("_LOCALE_", language)

        page = browser.get(f"/{name}").html

        assert page.html["lang"] == language
        assert len(page.select("main h1")) == 1
        assert len(page.select("main h2")) >= 3

    def test_the_links_that_public_bodies_must_have_are_on_every_page(self, school):
        page = school.anonymous().get("/help").html

        assert page.select_one("[data-element=accessibility-link]")["href"] == "/accessibility"
        assert page.select_one("[data-element=privacy-policy-link]")["href"] == "/privacy"

    def test_who_is_not_signed_in_has_no_menu(self, school):
        page = school.anonymous().get("/help").html

        assert not page.select(".r-side, .r-bottom, .r-search")
        assert page.select_one('a[href="/sign-in"]')

    def test_search_engines_are_asked_to_stay_away(self, school):
        assert "Disallow: /" in school.anonymous().get("/robots.txt")
