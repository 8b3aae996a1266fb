"""Files in a bucket. Each upload is an object of its own under the digest of its content.

A bucket has no lock that an upload and a sweep could share. So nothing is ever written twice under
one name: `ab/abcd…/<random>`. What an upload adds, a sweep that looked before cannot delete; the
copies of equal content are equally good, and all but the newest go with the next sweep.
"""

import hashlib
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, BinaryIO, cast

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store as Client

from registro_core.api import StoreAway
from registro_s3_store.reader import Reader
from registro_s3_store.settings import Bucket

if TYPE_CHECKING:
    from obstore import ObjectMeta
    from obstore.store import S3Config

BLOCK = 1 << 20
# So much is sent at a time, and this many parts at once: what an upload takes of memory.
PART, AT_ONCE = 8 << 20, 2
# So much is asked for at a time by who reads.
ASKED = 4 << 20
LISTED = 1000
# What this store names. Anything else in the bucket belongs to somebody else.
NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}/[0-9a-f]{16}")
# Somebody waits for the page: two more tries, and not for long.
PATIENCE = timedelta(seconds=20)


class S3FileStore:
    """A `FileStore` in a bucket."""

    def __init__(self, bucket: Bucket) -> None:
        """Connect with the first file."""
        self._client = Client(
            bucket.name,
            prefix=bucket.prefix or None,
            config=_config(bucket),
            client_options={
                "allow_http": bucket.endpoint.startswith("http://"),
                "connect_timeout": "3s",
                "timeout": "60s",
            },
            retry_config={"max_retries": 2, "retry_timeout": PATIENCE},
        )

    def put(self, stream: BinaryIO) -> str:
        """Send what the stream holds, whole or not at all; raise StoreAway."""
        digest = _digest(stream)
        name = f"{_folder(digest)}/{secrets.token_hex(8)}"
        stream.seek(0)
        with _answering():
            obstore.put(self._client, name, stream, chunk_size=PART, max_concurrency=AT_ONCE)
        return digest

    def open(self, digest: str) -> BinaryIO:
        """The bytes, read as they are wanted; raise FileNotFoundError or StoreAway."""
        try:
            return self._open(digest)
        except FileNotFoundError:
            # a sweep may have taken the copy chosen, and left a newer one
            return self._open(digest)

    def older_than(self, before: datetime) -> Iterator[str]:
        """Digests last put before an instant; of equal copies the older ones are deleted."""
        for digest, copies in self._copies():
            *older, newest = sorted(copies, key=itemgetter("last_modified"))
            self._delete([copy for copy in older if copy["last_modified"] < before])
            if newest["last_modified"] < before:
                yield digest

    def delete(self, digest: str, before: datetime) -> bool:
        """Delete what was put before an instant; what was put again since stays."""
        copies = self._of(digest)
        old = [copy for copy in copies if copy["last_modified"] < before]
        self._delete(old)
        return len(old) == len(copies)

    def _open(self, digest: str) -> BinaryIO:
        copies = self._of(digest)
        if not copies:
            raise FileNotFoundError(digest)
        newest = max(copies, key=itemgetter("last_modified"))
        with _answering():
            opened = obstore.open_reader(
                self._client, newest["path"], buffer_size=ASKED, size=newest["size"]
            )
        return cast("BinaryIO", Reader(opened, newest["size"]).buffered())

    def _of(self, digest: str) -> "list[ObjectMeta]":
        return [each for part in self._listed(_folder(digest) + "/") for each in part]

    def _copies(self) -> "Iterator[tuple[str, list[ObjectMeta]]]":
        """All objects of ours by digest; they are listed in the order of their names."""
        every = (each for part in self._listed(None) for each in part)
        ours = (each for each in every if NAME.fullmatch(each["path"]))
        for digest, copies in groupby(ours, key=lambda each: each["path"].split("/")[-2]):
            yield digest, list(copies)

    def _listed(self, prefix: str | None) -> "Iterator[list[ObjectMeta]]":
        with _answering():
            for part in obstore.list(self._client, prefix, chunk_size=LISTED):
                yield list(part)

    def _delete(self, copies: "list[ObjectMeta]") -> None:
        if copies:
            with _answering():
                obstore.delete(self._client, [each["path"] for each in copies])


def _digest(stream: BinaryIO) -> str:
    stream.seek(0)
    digest = hashlib.sha256()
    while block := stream.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _folder(digest: str) -> str:
    return f"{digest[:2]}/{digest}"


def _config(bucket: Bucket) -> "S3Config":
    """Where, and as whom: what is left out comes from the environment."""
    config: S3Config = {"region": bucket.region}
    if bucket.endpoint:
        config["endpoint"] = bucket.endpoint
    if bucket.access_key:
        config["access_key_id"] = bucket.access_key
        config["secret_access_key"] = bucket.secret_key
    return config


@contextmanager
def _answering() -> Iterator[None]:
    """Turn what the library raises into what a FileStore raises, without addresses and keys."""
    try:
        yield
    except (NotFoundError, FileNotFoundError) as error:
        raise FileNotFoundError("not in the bucket") from error
    except BaseError as error:
        raise StoreAway(type(error).__name__) from error
