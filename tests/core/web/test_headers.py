import pytest

from registro_core.web.headers import SECURITY_HEADERS

ANSWERS = [
    ("GET", "/help", 200),
    ("GET", "/nowhere", 404),
    ("GET", "/", 303),
    ("GET", "/static/core/tokens.css", 200),
    ("GET", "/static/core/none.css", 404),
    ("POST", "/help", 404),
]


class TestSecurityHeaders:
    @pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
    def test_every_answer_carries_them(self, school, method, path, status):
        answer = school.anonymous().request(path, method=method, status=status)

        for name, value in SECURITY_HEADERS.items():
            assert answer.headers[name] == value
        assert answer.headers["X-Request-Id"]

    def test_a_malformed_request_gets_them_too(self, school):
        answer = school.anonymous().get("/help?q=%ff", status=400)

        assert answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"

    def test_pages_are_not_kept_and_files_are(self, school):
        browser = school.as_("docente")

        assert browser.get("/").headers["Cache-Control"] == "no-store"
        assert "max-age=31536000" in browser.get("/static/core/icon.svg").headers["Cache-Control"]

    def test_nothing_inline_is_allowed(self):
        assert "unsafe" not in SECURITY_HEADERS["Content-Security-Policy"]
