import pytest


def token_of(browser, path="/help"):
    field = browser.get(path).html.select_one("[name=csrf_token]")
    return field["value"] if field else ""


@pytest.fixture
def path(school):
    return f"/classes/{school.classes['1A']}/lessons/2026-11-24/2"


class TestToken:
    def test_the_own_one_is_accepted_in_body_and_header(self, school, path):
        browser = school.as_("docente")
        token = token_of(browser)

        browser.post(path, {"csrf_token": token}, status=303)
        browser.post(path, {}, headers={"X-CSRF-Token": token}, status=303)

    @pytest.mark.parametrize("token", ["", "x", "é", "0" * 64])
    def test_another_one_is_not(self, school, path, token):
        school.as_("docente").post(path, {"csrf_token": token}, status=400)

    def test_that_of_somebody_else_is_not(self, school, path):
        theirs = token_of(school.as_("coordinatore"))

        school.as_("docente").post(path, {"csrf_token": theirs}, status=400)

    def test_that_of_an_earlier_session_is_not(self, school, path):
        earlier = token_of(school.as_("docente"))

        school.as_("docente").post(path, {"csrf_token": earlier}, status=400)

    def test_it_is_the_same_on_every_page_of_a_session(self, school):
        browser = school.as_("docente")

        assert token_of(browser, "/") == token_of(browser, "/menu")

    @pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://[", "http://x"])
    def test_it_does_not_serve_another_sites_page(self, school, path, origin):
        browser = school.as_("docente")
        form = {"csrf_token": token_of(browser)}

        browser.post(path, form, headers={"Origin": origin}, status=400)
        browser.post(path, form, headers={"Origin": "http://localhost"}, status=303)
