import io

import pytest
from webob import Request

from registro_core.web.ingress import MAX_BODY

# Worked out above the database: the same on every kind.
pytestmark = pytest.mark.once


def send(school, **environ):
    """Send a request as it comes from the wire: a test browser would refuse to."""
    defaults = {"HTTP_HOST": "localhost:80", "PATH_INFO": "/help", "QUERY_STRING": ""}
    request = Request.blank("/")
    body = environ.pop("body", b"")
    request.environ.update({**defaults, "wsgi.input": io.BytesIO(body), **environ})
    request.environ.setdefault("CONTENT_LENGTH", str(len(body)))
    answer = request.send(school.application.wsgi)
    # reading it closes the file behind a static answer
    assert answer.body is not None
    # a large body was put into a temporary file
    request.environ["wsgi.input"].close()
    return answer


class TestIngress:
    @pytest.mark.parametrize(
        "environ",
        [
            {"QUERY_STRING": "q=%ff"},
            {"QUERY_STRING": "q=%00"},
            {"QUERY_STRING": "%00=1"},
            {"PATH_INFO": "/\xff"},
            {"PATH_INFO": "/people/\0"},
        ],
    )
    def test_odd_bytes_in_the_address_are_refused(self, school, environ):
        answer = send(school, **environ)

        assert answer.status_int == 400
        assert "Richiesta non leggibile" in answer.text

    @pytest.mark.parametrize(
        ("content_type", "body"),
        [
            ("multipart/form-data", b"no boundary"),
            ("application/x-www-form-urlencoded; charset=klingon", b"a=b"),
            ("application/x-www-form-urlencoded", b"a=%ff"),
            ("application/x-www-form-urlencoded", b"a=%00"),
            ("application/x-www-form-urlencoded", b"a%00=1"),
            ("multipart/form-data; boundary=x", b"\xff\x00--x--"),
            (
                "multipart/form-data; boundary=x",
                b'--x\r\nContent-Disposition: form-data; name="a"\r\n',
            ),
            ("text/plain", b"\xff"),
            ("", b"\xff"),
        ],
    )
    def test_odd_bodies_never_break_anything(self, school, content_type, body):
        answer = send(school, REQUEST_METHOD="POST", CONTENT_TYPE=content_type, body=body)

        assert 400 <= answer.status_int < 500

    @pytest.mark.parametrize(
        "environ",
        [
            {"HTTP_COOKIE": "_LOCALE_=\xff; theme=\xff; flash=\xff.\xff; registro=\xff; seed=\xff"},
            {"HTTP_COOKIE": '=;;;, a="; flash=W10=.'},
            {"HTTP_ACCEPT_LANGUAGE": "\xff;q=nan, en;q=inf, it;q=-1, ;;"},
            {"HTTP_X_CSRF_TOKEN": "\xff", "REQUEST_METHOD": "POST"},
            {"HTTP_USER_AGENT": "\x1b[31m\r\nX: y", "HTTP_REFERER": "\xff"},
            {"HTTP_IF_NONE_MATCH": "\xff", "HTTP_RANGE": "bytes=-99999999999999999999"},
            {"HTTP_X_FORWARDED_FOR": "'\"\\", "HTTP_X_FORWARDED_HOST": "evil.example"},
        ],
    )
    @pytest.mark.parametrize("path", ["/help", "/", "/static/core/tokens.css"])
    def test_odd_headers_never_break_anything(self, school, path, environ):
        answer = send(school, PATH_INFO=path, **environ)

        assert answer.status_int < 500
        assert "evil.example" not in str(answer.headers)

    def test_an_unknown_host_is_refused(self, school):
        answer = send(school, HTTP_HOST="evil.example")

        assert answer.status_int == 400
        assert "evil.example" not in answer.text

    def test_a_body_too_large_is_refused(self, school):
        answer = send(school, REQUEST_METHOD="POST", body=b"x" * (MAX_BODY + 1))

        assert answer.status_int == 413
        assert "più piccolo" in answer.text

    @pytest.mark.parametrize(
        "text",
        [
            "'",
            '"',
            "\\",
            "NaN",
            "1e309",
            "9" * 40,
            "-1",
            "../",
            "%0d%0a",
            "x" * 9000,
            "😀",
            "\u202e",
        ],
    )
    def test_odd_texts_are_searched_like_others(self, school, text):
        school.as_("segreteria").get("/search", {"q": text, "page": text}, status=200)
