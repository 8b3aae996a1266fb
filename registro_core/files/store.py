"""Where the bytes of files are: on disk, under their SHA-256, written before the row that names them.

A transaction that is rolled back leaves bytes that no row names; a job deletes them after a day.
A row without its bytes cannot be: they are on disk, and the folder's entry too, before the
database hears of them.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, Protocol

BLOCK = 1 << 20


class StoreAway(Exception):
    """What keeps the bytes does not answer; the message says why, and holds no address or key."""


class FileStore(Protocol):
    """What keeps bytes under their digest. Each function raises StoreAway when it cannot answer."""

    def put(self, stream: BinaryIO) -> str:
        """Keep what the stream holds, whole and for good; return its SHA-256 in hexadecimal."""

    def open(self, digest: str) -> BinaryIO:
        """The bytes; raise FileNotFoundError."""

    def older_than(self, before: datetime) -> Iterator[str]:
        """Digests of what was last put before an instant."""

    def delete(self, digest: str, before: datetime) -> bool:
        """Delete unless it was put again since; return whether it is gone."""


class LocalStore:
    """Files in a folder of this machine, or one that several machines share."""

    def __init__(self, root: Path) -> None:
        """Nothing is made before the first file comes."""
        self._root = root
        self._fresh = root / "tmp"

    def put(self, stream: BinaryIO) -> str:
        """Write beside, sync, give it its name, sync the folder: whole or not at all."""
        self._fresh.mkdir(parents=True, exist_ok=True)
        stream.seek(0)
        digest = hashlib.sha256()
        with NamedTemporaryFile(dir=self._fresh, delete=False) as fresh:
            try:
                while block := stream.read(BLOCK):
                    digest.update(block)
                    fresh.write(block)
                fresh.flush()
                os.fsync(fresh.fileno())
                self._name(Path(fresh.name), self._path(digest.hexdigest()))
            except BaseException:
                Path(fresh.name).unlink(missing_ok=True)
                raise
        return digest.hexdigest()

    def open(self, digest: str) -> BinaryIO:
        """The file, open for reading."""
        return self._path(digest).open("rb")

    def older_than(self, before: datetime) -> Iterator[str]:
        """Digests last put before an instant; what an interrupted upload left is deleted."""
        for left in self._fresh.glob("*"):
            if _touched(left) < before:
                left.unlink(missing_ok=True)
        for path in self._root.glob("[0-9a-f][0-9a-f]/*"):
            if _touched(path) < before:
                yield path.parent.name + path.name

    def delete(self, digest: str, before: datetime) -> bool:
        """Delete, unless somebody has put the same again meanwhile."""
        path = self._path(digest)
        with self._locked(fcntl.LOCK_EX):
            if _touched(path) >= before:
                return False
            path.unlink(missing_ok=True)
        return True

    def _name(self, fresh: Path, path: Path) -> None:
        path.parent.mkdir(exist_ok=True)
        # Shared: puts do not wait for each other, only for a deletion, which looks and deletes.
        with self._locked(fcntl.LOCK_SH):
            fresh.replace(path)
        _sync_folder(path.parent)
        _sync_folder(self._root)

    def _path(self, digest: str) -> Path:
        return self._root / digest[:2] / digest[2:]

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        with (self._root / "lock").open("a") as lock:
            fcntl.flock(lock, how)
            yield


def _touched(path: Path) -> datetime:
    """When it was last put; for what is gone already, the beginning of time."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return datetime.min.replace(tzinfo=UTC)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
