"""Uploads cut off by `kill -9`: no row without its bytes, no bytes that are not what they say (check 56)."""

import hashlib
import io
import os
import signal

import pytest
from sqlalchemy import select

from registro_core.db.engine import make_engine
from registro_core.files.models import StoredFile
from registro_core.files.store import LocalStore
from registro_core.testing import NOW

KILLS = 20
SIZE = 300_000


@pytest.mark.once
def test_twenty_kills_in_the_middle_leave_every_row_with_its_whole_file(school, tmp_path):
    store = LocalStore(tmp_path)
    acknowledged = 0
    for number in range(KILLS):
        acknowledged += until_killed(school, store, acks=1 + number % 4)

    with school.session() as session:
        digests = session.scalars(select(StoredFile.sha256)).all()
    assert len(digests) >= acknowledged
    for digest in digests:
        with store.open(digest) as stream:
            assert hashlib.file_digest(stream, "sha256").hexdigest() == digest
    # what stands under a name is whole, named by a row or not
    for path in tmp_path.glob("[0-9a-f][0-9a-f]/*"):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.parent.name + path.name


def until_killed(school, store, acks):
    """Uploads in a process of its own, killed while it goes on after some acknowledgements."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            upload_for_ever(school.url, school.people["docente"], store, writing)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as acknowledged:
        seen = acknowledged.read(acks)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return len(seen + acknowledged.read())


def upload_for_ever(url, person_id, store, acknowledge):
    engine = make_engine(url)
    while True:
        digest = store.put(io.BytesIO(os.urandom(SIZE)))
        with engine.begin() as connection:
            row = {
                "sha256": digest,
                "size": SIZE,
                "content_type": "application/pdf",
                "name": "a.pdf",
                "uploaded_by_id": person_id,
                "uploaded_at": NOW,
            }
            connection.execute(StoredFile.__table__.insert().values(row))
        os.write(acknowledge, b".")
