"""Bytes are whole or not there, and go when nobody names them (D8, check 56)."""

import hashlib
import io
import os
import stat
from datetime import UTC, datetime, timedelta

import pytest

from registro_core.files.models import StoredFile
from registro_core.files.store import LocalStore
from registro_core.files.sweep import sweep

NOW = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
CONTENT = b"contenuto"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def store(tmp_path):
    return LocalStore(tmp_path / "files")


def put(store, content=CONTENT, at=NOW):
    """Put as if it had been done at an instant."""
    digest = store.put(io.BytesIO(content))
    os.utime(store._path(digest), (at.timestamp(), at.timestamp()))
    return digest


def files_in(store):
    return sorted(p.name for p in store._root.rglob("*") if p.is_file() and p.name != "lock")


class Interrupted(io.BytesIO):
    """A connection that breaks after the first block."""

    def read(self, _size=-1):
        if self.tell():
            raise ConnectionResetError
        return super().read(10)


class TestLocalStore:
    def test_what_was_put_is_read_back_under_its_digest(self, store):
        assert put(store) == DIGEST
        with store.open(DIGEST) as stream:
            assert stream.read() == CONTENT

    def test_the_same_twice_is_kept_once(self, store):
        put(store)
        put(store)

        assert files_in(store) == [DIGEST[2:]]

    def test_an_interrupted_upload_leaves_nothing(self, store):
        with pytest.raises(ConnectionResetError):
            store.put(Interrupted(bytes(100)))

        assert files_in(store) == []

    def test_bytes_are_synced_before_they_have_their_name(self, store, monkeypatch):
        done = []
        fsync, replace = os.fsync, type(store._root).replace

        def noting_fsync(descriptor):
            done.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "bytes")
            fsync(descriptor)

        def noting_replace(path, target):
            done.append("name")
            return replace(path, target)

        monkeypatch.setattr(os, "fsync", noting_fsync)
        monkeypatch.setattr(type(store._root), "replace", noting_replace)
        store.put(io.BytesIO(CONTENT))

        assert done == ["bytes", "name", "folder", "folder"]

    def test_a_digest_nobody_put_is_not_found(self, store):
        with pytest.raises(FileNotFoundError):
            store.open(DIGEST)

    def test_put_again_meanwhile_it_is_not_deleted(self, store):
        put(store, at=NOW - timedelta(days=3))
        assert list(store.older_than(NOW)) == [DIGEST]
        put(store, at=NOW + timedelta(seconds=1))

        assert not store.delete(DIGEST, NOW)
        assert files_in(store) == [DIGEST[2:]]


class TestSweep:
    def named(self, school, **digests):
        with school.session() as session:
            session.add(
                StoredFile(
                    size=9,
                    content_type="text/plain",
                    name="a.txt",
                    uploaded_by_id=school.people["docente"],
                    uploaded_at=NOW,
                    **digests,
                )
            )

    def test_what_nobody_names_goes_after_a_day_and_the_rest_stays(self, school, store):
        old, late = NOW - timedelta(hours=25), NOW - timedelta(hours=23)
        named, small = put(store, b"named", old), put(store, b"small", old)
        fresh, _orphan = put(store, b"fresh", late), put(store, b"orphan", old)
        self.named(school, sha256=named, thumbnail=small)

        with school.session() as session:
            assert sweep(session, store, NOW) == 1

        assert files_in(store) == sorted(digest[2:] for digest in (named, small, fresh))

    def test_what_a_killed_server_left_half_written_goes_too(self, school, store):
        put(store)
        left = store._fresh / "tmpabc"
        left.write_bytes(b"half")
        os.utime(left, ((NOW - timedelta(days=2)).timestamp(),) * 2)

        with school.session() as session:
            sweep(session, store, NOW)

        assert files_in(store) == [DIGEST[2:]]
