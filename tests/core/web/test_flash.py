from pyramid.response import Response

from registro_core.web.flash import FlashMessage, flash, take_messages


class Platform:
    secret = b"x" * 32

    class installation:  # noqa: N801
        secure = True


class Request:
    platform = Platform

    def __init__(self, **cookies):
        self.cookies = cookies
        self.environ = {}
        self.callbacks = []

    def translate(self, text):
        return text

    def add_response_callback(self, callback):
        self.callbacks.append(callback)

    def answer(self):
        response = Response()
        for callback in self.callbacks:
            callback(self, response)
        return response


def sent_cookie(request):
    return request.answer().headers["Set-Cookie"].split(";")[0].partition("=")[2].strip('"')


class TestFlash:
    def test_a_message_is_shown_on_the_next_page_and_then_forgotten(self):
        first = Request()
        flash(first, "Salvato: è ok.")
        second = Request(flash=sent_cookie(first))

        assert take_messages(second) == [FlashMessage("Salvato: è ok.", "ok")]
        assert "Max-Age=0" in second.answer().headers["Set-Cookie"]

    def test_the_cookie_is_for_us_alone(self):
        request = Request()
        flash(request, "x", "warn")

        cookie = request.answer().headers["Set-Cookie"]

        assert "HttpOnly" in cookie
        assert "secure" in cookie.lower()
        assert "SameSite=Lax" in cookie

    def test_a_page_that_answers_at_once_shows_it_itself(self):
        request = Request()
        flash(request, "x", "bad")

        assert take_messages(request) == [FlashMessage("x", "bad")]
        assert "Set-Cookie" not in request.answer().headers

    def test_a_forged_or_broken_cookie_shows_nothing(self):
        for value in ("", "x", "W10.x", "....", "é.é", '{"a":1}'):
            assert take_messages(Request(flash=value)) == []

    def test_an_unknown_kind_has_a_sign_too(self):
        assert FlashMessage("x", "new-kind").icon == "it-info-circle"
