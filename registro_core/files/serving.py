"""Files on their way out: streamed, saved and never shown as a page of the register (check 31)."""

import logging
from typing import TYPE_CHECKING

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import FileIter, Response

from registro_core.files.models import StoredFile
from registro_core.files.names import attachment

if TYPE_CHECKING:
    from registro_core.request import Request

log = logging.getLogger(__name__)

BLOCK = 1 << 18
# Whatever is in a file, a browser runs nothing of it.
FILE_POLICY = "sandbox; default-src 'none'"


def serve_file(request: "Request", file: StoredFile) -> Response:
    """The file, to save under its name. The view has asked whether this person may have it."""
    response = _streamed(request, file.sha256, file.content_type)
    response.content_disposition = attachment(file.name)
    return response


def serve_thumbnail(request: "Request", file: StoredFile) -> Response:
    """The small picture of an image; HTTPNotFound if there is none."""
    if file.thumbnail is None:
        raise HTTPNotFound
    return _streamed(request, file.thumbnail, "image/webp")


def _streamed(request: "Request", digest: str, content_type: str) -> Response:
    try:
        stream = request.platform.files.open(digest)
    except FileNotFoundError:
        log.exception("request %s: a file named in the database is not in the store", request.id)
        raise HTTPNotFound from None
    size = stream.seek(0, 2)
    stream.seek(0)
    # The server's own way of sending files, where it has one.
    send = request.environ.get("wsgi.file_wrapper", FileIter)
    response = Response(content_type=content_type, conditional_response=True)
    response.app_iter = send(stream, BLOCK)
    response.content_length = size
    response.etag = digest
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    # The browser may keep it for this person, but asks each time whether they still may.
    response.headers["Cache-Control"] = "private, no-cache"
    return response
