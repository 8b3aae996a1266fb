import pytest

from registro_core.web.i18n import accepted_language


class TestAcceptedLanguage:
    @pytest.mark.parametrize(
        ("header", "language"),
        [
            ("it-IT,it;q=0.9,en;q=0.8", "it"),
            ("en-US,en;q=0.5", "en"),
            ("de,en;q=0.3,it;q=0.7", "it"),
            ("en; q=0.2, it; q=0.9", "it"),
            ("en;q=0", None),
            ("en;q=rubbish", None),
            ("de,fr", None),
            ("", None),
            (";;;,,", None),
        ],
    )
    def test_it(self, header, language):
        assert accepted_language(header) == language


class TestLanguageOfAPage:
    def test_italian_is_the_default(self, school):
        assert 'lang="it"' in school.anonymous().get("/help")

    def test_the_browser_may_ask_for_english(self, school):
        assert 'lang="en"' in school.anonymous().get("/help", headers={"Accept-Language": "en-GB"})

    def test_the_footer_switches_and_comes_back(self, school):
        browser = school.anonymous()

        answer = browser.get("/language/en?next=/privacy", status=303)

        assert answer.location == "http://localhost/privacy"
        assert 'lang="en"' in answer.follow()

    def test_an_unknown_language_changes_nothing_and_nobody_is_led_away(self, school):
        answer = school.anonymous().get("/language/xx?next=//evil.example", status=303)

        assert answer.location == "http://localhost/"
        assert "Set-Cookie" not in answer.headers
