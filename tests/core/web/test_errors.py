import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from registro_core.web import errors


class TestPages:
    def test_not_found_shows_the_way_back(self, school):
        answer = school.as_("docente").get("/nowhere", status=404)

        assert "Pagina non trovata" in answer
        assert 'href="/"' in answer

    def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(self, school):
        answer = school.anonymous().get("/menu?a=1", status=303)

        assert answer.location == "http://localhost/sign-in?next=%2Fmenu%3Fa%3D1"

    def test_a_link_to_a_lesson_works_after_signing_in(self, school):
        path = f"/classes/{school.classes['1A']}/lessons/2026-11-24/2"

        assert "/sign-in?next=" in school.anonymous().get(path, status=303).location

    def test_who_may_not_is_told_so(self, school):
        assert "Non puoi aprire" in school.as_("mamma").get("/search", status=403)

    def test_a_form_without_token_says_that_nothing_was_saved_and_keeps_the_text(self, school):
        path = f"/classes/{school.classes['1A']}/lessons/2026-11-24/2"
        typed = {"topic": "Equazioni di primo grado", "password": "segreta"}

        answer = school.as_("docente").post(path, typed, status=400)

        assert "non è stato salvato nulla" in answer
        assert "Equazioni di primo grado" in answer
        assert "segreta" not in answer


class TestDatabaseErrors:
    def request(self):
        class Request:
            id = "abc123"

        return Request()

    @pytest.mark.parametrize("text", ["database is locked", "database or disk is full"])
    def test_a_busy_or_full_database_is_a_clear_503(self, text):
        answer = errors.database_error(OperationalError("", {}, Exception(text)), self.request())

        assert answer.status_int == 503
        assert answer.headers["Retry-After"] == "60"
        assert "abc123" in answer.text
        assert "non è stato salvato" in answer.text

    def test_another_database_error_is_ours_and_tells_nothing(self):
        answer = errors.database_error(IntegrityError("", {}, Exception("secret")), self.request())

        assert answer.status_int == 500
        assert "secret" not in answer.text


class TestTypedText:
    """Nothing that somebody wrote is lost, whatever refuses it."""

    @pytest.fixture
    def path(self, school):
        return f"/classes/{school.classes['1A']}/lessons/2026-11-24/2"

    def test_whose_session_ended_finds_the_text(self, school, path):
        answer = school.anonymous().post(path, {"topic": "Equazioni"}, status=403)

        assert "L’accesso è scaduto" in answer
        assert "Equazioni" in answer

    def test_another_site_cannot_make_our_page_speak(self, school, path):
        answer = school.anonymous().post(
            path, {"topic": "Chiama questo numero"}, headers={"Origin": "https://evil.example"}
        )

        assert "Chiama questo numero" not in answer

    def test_our_own_pages_can(self, school, path):
        answer = school.anonymous().post(
            path, {"topic": "Equazioni"}, headers={"Origin": "http://localhost"}, status=403
        )

        assert "Equazioni" in answer
