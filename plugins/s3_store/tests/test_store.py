"""A bucket keeps files as the folder does: whole or not at all, and no row loses its bytes."""

import hashlib
import io
import re
import tempfile
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from registro_core.api import ConfigurationError, LocalStore, StoreAway
from registro_core.settings import read_installation
from registro_core.testing import memory_grown
from registro_s3_store.cli import copy
from registro_s3_store.settings import Bucket, read_bucket
from registro_s3_store.store import S3FileStore

from .conftest import call

pytestmark = pytest.mark.once

LATER = datetime.now(UTC) + timedelta(hours=1)
BEFORE = datetime.now(UTC) - timedelta(hours=1)


def keys(bucket: Bucket) -> list[str]:
    listed = call(bucket, "GET", f"/{bucket.name}?list-type=2").decode()
    return re.findall(r"<Key>(.*?)</Key>", listed)


def test_what_is_put_is_read_back_from_anywhere(store: S3FileStore, bucket: Bucket) -> None:
    content = bytes(range(256)) * 10_000
    digest = store.put(io.BytesIO(content))
    assert digest == hashlib.sha256(content).hexdigest()
    assert re.fullmatch(rf"registro/{digest[:2]}/{digest}/[0-9a-f]{{16}}", *keys(bucket))
    with store.open(digest) as stream:
        assert stream.seek(0, 2) == len(content)
        assert stream.seek(1000) == 1000
        assert stream.read(5) == content[1000:1005]
        assert stream.seek(-3, 1) == 1002
        assert stream.read() == content[1002:]


def test_an_empty_file_and_an_archive(store: S3FileStore) -> None:
    with store.open(store.put(io.BytesIO())) as stream:
        assert stream.read() == b""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("a.txt", "ciao")
    with store.open(store.put(whole)) as stream, zipfile.ZipFile(stream) as archive:
        assert archive.read("a.txt") == b"ciao"


def test_what_is_not_there_is_not_found(store: S3FileStore) -> None:
    with pytest.raises(FileNotFoundError):
        store.open("0" * 64)


def test_a_sweep_takes_what_was_put_before_and_leaves_what_was_put_since(
    store: S3FileStore, bucket: Bucket
) -> None:
    digest = store.put(io.BytesIO(b"circolare"))
    assert list(store.older_than(LATER)) == [digest]
    assert list(store.older_than(BEFORE)) == []
    assert not store.delete(digest, BEFORE)
    assert store.open(digest).read() == b"circolare"
    assert store.delete(digest, LATER)
    assert keys(bucket) == []


def test_of_equal_copies_the_next_sweep_leaves_one(store: S3FileStore, bucket: Bucket) -> None:
    for _ in range(3):
        digest = store.put(io.BytesIO(b"lo stesso compito"))
    assert len(keys(bucket)) == 3
    assert list(store.older_than(LATER)) == [digest]
    assert len(keys(bucket)) == 1
    assert store.open(digest).read() == b"lo stesso compito"


def test_a_sweep_sees_and_deletes_nothing_of_others_in_the_bucket(bucket: Bucket) -> None:
    store = S3FileStore(replace(bucket, prefix=""))
    digest = store.put(io.BytesIO(b"circolare"))
    others = [
        "README",
        "backup/db/monday.dump",
        "backup/db/tuesday.dump",
        f"other-school/{digest[:2]}/{digest}/{1:016x}",
        f"other-school/{digest[:2]}/{digest}/{2:016x}",
    ]
    for name in others:
        call(bucket, "PUT", f"/{bucket.name}/{name}", b"x")
    assert list(store.older_than(LATER)) == [digest]
    assert set(others) < set(keys(bucket))


def test_an_upload_that_breaks_off_leaves_nothing(store: S3FileStore, bucket: Bucket) -> None:
    class Broken(io.BytesIO):
        reads = 0

        def read(self, size: int | None = -1) -> bytes:
            self.reads += 1
            if self.reads > 54:
                raise OSError("the disk is gone")
            return super().read(size)

    with pytest.raises(OSError, match="disk"):
        store.put(Broken(b"x" * (50 << 20)))
    assert keys(bucket) == []
    uploads = call(bucket, "GET", f"/{bucket.name}?uploads").decode()
    assert "<Upload>" not in uploads


def test_large_files_come_and_go_in_little_memory(store: S3FileStore) -> None:
    """64 MB, and the process grows by less than 40: by parts, not by files."""
    with tempfile.TemporaryFile() as large, memory_grown() as grown:
        for _ in range(64):
            large.write(bytes(1 << 20))
        digest = store.put(large)
        with store.open(digest) as stream:
            read = sum(map(len, iter(lambda: stream.read(1 << 18), b"")))
        assert read == 64 << 20
        assert grown() < 40 << 20


def test_a_server_that_does_not_answer_is_away(bucket: Bucket) -> None:
    away = S3FileStore(
        Bucket(bucket.name, bucket.region, "http://127.0.0.1:9", "", "key", "s3cret")
    )
    for act in (lambda: away.put(io.BytesIO(b"x")), lambda: away.open("0" * 64)):
        with pytest.raises(StoreAway) as caught:
            act()
        assert "s3cret" not in str(caught.value)
        assert "127.0.0.1" not in str(caught.value)


def test_files_move_from_the_folder_into_the_bucket_and_back(
    store: S3FileStore, tmp_path: Path
) -> None:
    folder, other = LocalStore(tmp_path / "a"), LocalStore(tmp_path / "b")
    digests = {folder.put(io.BytesIO(text)) for text in (b"uno", b"due", b"tre")}
    store.put(io.BytesIO(b"uno"))
    assert copy(folder, store) == 2
    assert copy(folder, store) == 0
    assert copy(store, other) == 3
    assert set(other.older_than(LATER)) == digests


@pytest.mark.parametrize(
    ("ini", "said"),
    [
        ({}, "bucket is missing"),
        ({"bucket": "b", "access_key": "k"}, "both"),
        ({"bucket": "b", "endpoint": "http://storage.example.org"}, "https"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(ini: dict[str, str], said: str) -> None:
    settings = {f"s3_store.{name}": value for name, value in ini.items()}
    installation = read_installation({"registro.database_url": "sqlite://", **settings})
    with pytest.raises(ConfigurationError, match=said):
        read_bucket(installation)


def test_the_secret_is_in_no_picture_of_the_settings() -> None:
    assert "s3cret" not in repr(Bucket("b", "r", secret_key="s3cret"))
