"""A film goes in and comes out in pieces: it is never held in memory (check 31)."""

import io

import pytest
from sqlalchemy import select

from registro_core.api import StoredFile
from registro_core.testing import memory_grown
from registro_materials.models import ItemFile

MEGABYTE = 1_000_000
FILM = 200 * MEGABYTE - 100
HEAD = b"\x00\x00\x00\x18ftypmp42" + bytes(12)
BOUNDARY = "a-boundary"

pytestmark = [pytest.mark.once, pytest.mark.slow]


class Body(io.RawIOBase):
    """A form with a film, made while it is read."""

    def __init__(self, fields):
        self.parts = [
            self._start(fields),
            HEAD,
            FILM - len(HEAD),
            f"\r\n--{BOUNDARY}--\r\n".encode(),
        ]
        self.length = sum(p if isinstance(p, int) else len(p) for p in self.parts)

    @staticmethod
    def _start(fields):
        texts = "".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields
        )
        film = 'Content-Disposition: form-data; name="files"; filename="film.mp4"\r\n'
        return f"{texts}--{BOUNDARY}\r\n{film}Content-Type: video/mp4\r\n\r\n".encode()

    def readable(self):
        return True

    def readinto(self, buffer):
        while self.parts and not self.parts[0]:
            self.parts.pop(0)
        if not self.parts:
            return 0
        part = self.parts[0]
        if isinstance(part, int):
            size = min(part, len(buffer))
            buffer[:size] = bytes(size)
            self.parts[0] -= size
        else:
            size = min(len(part), len(buffer))
            buffer[:size] = part[:size]
            self.parts[0] = part[size:]
        return size


def call(browser, path, **environ):
    """Ask the application itself; return status, headers and how many bytes came."""
    request = browser.RequestClass.blank(path, environ=environ)
    request.environ["HTTP_COOKIE"] = "; ".join(f"{c.name}={c.value}" for c in browser.cookiejar)
    request.environ["HTTP_HOST"] = "localhost:80"
    answer = {}

    def start(status, headers, _error=None):
        answer.update(status=status, headers=dict(headers))

    pieces = browser.app(request.environ, start)
    try:
        length = sum(map(len, pieces))
    finally:
        getattr(pieces, "close", lambda: None)()
    return answer["status"], answer["headers"], length


def test_two_hundred_megabytes_take_less_than_fifty_of_memory(school, materials, form_of):
    school.choose(**{"core.file_megabytes": 200})
    browser = school.as_("docente")
    form = form_of(browser.get("/materials/new"))
    form["title"], form["new_folder"] = "Film", "Filmati"
    body = Body([(name, value) for name, value in form.submit_fields() if name != "files"])
    # what every first request brings along is there already
    materials.write("Prima", files=[("prima.pdf", b"%PDF-1.7")])
    with memory_grown() as grown:
        status, _headers, _length = call(
            browser,
            "/materials/new",
            REQUEST_METHOD="POST",
            CONTENT_TYPE=f"multipart/form-data; boundary={BOUNDARY}",
            CONTENT_LENGTH=str(body.length),
            **{"wsgi.input": io.BufferedReader(body)},
        )
        assert status.startswith("303")
        film = film_of(school)
        path = f"/materials/items/{film.item_id}/files/{film.id}"
        status, headers, length = call(browser, path)
        assert grown() < 50 * MEGABYTE

    assert film.size == FILM
    assert (status[:3], length) == ("200", FILM)
    assert headers["Content-Length"] == str(FILM)


def film_of(school):
    with school.session() as session:
        query = select(ItemFile.item_id, ItemFile.id, StoredFile.size)
        return session.execute(query.join(StoredFile).where(StoredFile.name == "film.mp4")).one()
