"""Nothing that a request's body was kept in stays open when the request is over."""

import gc
import warnings

import pytest

from registro_core.testing import TestSchool
from registro_core.web.bodies import FIELDS, closing_bodies

# Beyond what WebOb keeps in memory.
LARGE = "x" * 200_000


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_a_large_body_leaves_no_file_open(school: TestSchool, content_type: str) -> None:
    browser = school.anonymous()
    gc.collect()
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        headers = {"Content-Type": content_type}
        browser.post("/sign-in", LARGE, headers=headers, status=400)
        del browser
        gc.collect()
    assert [str(warning.message) for warning in seen] == []


class File:
    closed = False

    def close(self) -> None:
        self.closed = True


class Field:
    def __init__(self, file: File | None) -> None:
        self.file = file


def test_files_are_closed_also_when_the_request_fails_but_not_the_servers_own_stream() -> None:
    sent, copy, upload = File(), File(), File()
    environ = {"wsgi.input": sent}

    def fails(environ, _router):
        environ["wsgi.input"] = copy
        environ[FIELDS] = ({"file": Field(upload), "nothing": Field(None), "text": "a"}, copy)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        closing_bodies(fails)(environ, None)
    assert (sent.closed, copy.closed, upload.closed) == (False, True, True)
