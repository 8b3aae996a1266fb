"""Many files leave as one archive that is never whole in memory."""

import io
import zipfile

import pytest

from registro_core.files.archive import zip_pieces
from registro_core.files.models import StoredFile
from registro_core.files.store import LocalStore
from registro_core.testing import NOW

pytestmark = pytest.mark.once


def stored(store, content):
    return StoredFile(sha256=store.put(io.BytesIO(content)))


def test_the_archive_holds_every_file_under_a_name_of_its_own(tmp_path):
    store = LocalStore(tmp_path)
    big = bytes(3_000_000)
    lost = StoredFile(sha256="0" * 64)
    members = [
        ("Anna/tema.pdf", stored(store, b"uno")),
        ("Anna/tema.pdf", stored(store, b"due")),
        ("../../x/film.mp4", stored(store, big)),
        ("perduto.pdf", lost),
        ("Anna/testo.txt", "però"),
    ]

    pieces = list(zip_pieces(store, members, NOW))

    assert max(map(len, pieces)) < 400_000
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert archive.testzip() is None
    assert {name: archive.read(name) for name in archive.namelist()} == {
        "Anna/tema.pdf": b"uno",
        "Anna/tema (2).pdf": b"due",
        "file/file/x/film.mp4": big,
        "Anna/testo.txt": "però".encode(),
    }
