"""A file leaves the register to be saved, never as a page of it (check 31, check 34)."""

import io
from types import SimpleNamespace

import pytest
from pyramid.httpexceptions import HTTPNotFound
from webob import Request

from registro_core.files.models import StoredFile
from registro_core.files.serving import serve_file, serve_thumbnail
from registro_core.files.store import LocalStore

pytestmark = pytest.mark.once
CONTENT = b"%PDF-1.7 " + bytes(700_000)


@pytest.fixture
def request_(tmp_path):
    made = Request.blank("/")
    made.registry = SimpleNamespace()
    made.id = "x"
    object.__setattr__(made, "platform", SimpleNamespace(files=LocalStore(tmp_path)))
    return made


@pytest.fixture
def file(request_):
    digest = request_.platform.files.put(io.BytesIO(CONTENT))
    return StoredFile(sha256=digest, content_type="application/pdf", name="Però.pdf")


def test_it_is_an_attachment_that_runs_nothing(request_, file):
    answer = request_.send(serve_file(request_, file))

    assert answer.body == CONTENT
    assert answer.content_length == len(CONTENT)
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_it_is_sent_in_pieces(request_, file):
    sent = serve_file(request_, file).app_iter
    pieces = list(sent)
    sent.close()

    assert max(map(len, pieces)) <= 1 << 18
    assert b"".join(pieces) == CONTENT


def test_who_has_it_already_is_told_so(request_, file):
    first = request_.send(serve_file(request_, file))
    assert first.body
    request_.headers["If-None-Match"] = first.headers["ETag"]

    again = request_.send(serve_file(request_, file))

    assert again.status_int == 304
    assert again.body == b""


def test_bytes_that_are_missing_are_no_error_of_the_person(request_, file):
    file.sha256 = "0" * 64

    with pytest.raises(HTTPNotFound):
        serve_file(request_, file)


def test_what_is_no_image_has_no_thumbnail(request_, file):
    with pytest.raises(HTTPNotFound):
        serve_thumbnail(request_, file)
