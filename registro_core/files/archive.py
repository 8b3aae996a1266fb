"""Many files as one ZIP, written while it is sent: no file is held in memory, nothing on disk."""

import io
import logging
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from pyramid.response import Response

from registro_core.clock import SCHOOL_ZONE
from registro_core.files.models import StoredFile
from registro_core.files.names import attachment, clean_name, distinct_names
from registro_core.files.serving import FILE_POLICY
from registro_core.files.store import FileStore

if TYPE_CHECKING:
    from registro_core.request import Request

log = logging.getLogger(__name__)

BLOCK = 1 << 18
# What goes into an archive: a path inside it, and a file or a text.
Member = tuple[str, StoredFile | str]


def serve_zip(request: "Request", name: str, members: Sequence[Member]) -> Response:
    """An archive to save as `name`; folders in members' paths are kept, names made distinct."""
    response = Response(content_type="application/zip")
    response.app_iter = zip_pieces(request.platform.files, members, request.now)
    response.content_disposition = attachment(clean_name(name))
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def zip_pieces(store: FileStore, members: Sequence[Member], now: datetime) -> Iterator[bytes]:
    """The bytes of the archive, piece by piece. A file that the store lost is left out, and logged."""
    sink = _Sink()
    dated = now.astimezone(SCHOOL_ZONE).timetuple()[:6]
    paths = distinct_names(["/".join(map(clean_name, path.split("/"))) for path, _what in members])
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for path, (_path, what) in zip(paths, members, strict=True):
            info = zipfile.ZipInfo(path, dated)
            try:
                source = (
                    io.BytesIO(what.encode()) if isinstance(what, str) else store.open(what.sha256)
                )
            except FileNotFoundError:
                log.exception("a file named in the database is not in the store")
                continue
            with source, archive.open(info, "w") as member:
                while block := source.read(BLOCK):
                    member.write(block)
                    yield sink.take()
            yield sink.take()
    yield sink.take()


class _Sink(io.RawIOBase):
    """Where the archive is written: keeps what was written until it is taken."""

    def __init__(self) -> None:
        super().__init__()
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        block = bytes(data)  # type: ignore[call-overload]
        self._written += block
        return len(block)

    def take(self) -> bytes:
        """What was written since it was last asked."""
        taken = bytes(self._written)
        self._written.clear()
        return taken
