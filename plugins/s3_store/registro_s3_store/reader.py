"""An object of a bucket as a file of Python: read in pieces, from wherever one wants."""

import io
import os
from typing import TYPE_CHECKING

from obstore.exceptions import BaseError

from registro_core.api import StoreAway

if TYPE_CHECKING:
    from obstore import ReadableFile

BUFFER = 1 << 20


class Reader(io.RawIOBase):
    """Reads an object; servers, Pillow and zipfile take it for a file."""

    def __init__(self, opened: "ReadableFile", size: int) -> None:
        """`size` in bytes."""
        self._opened, self._size = opened, size

    def buffered(self) -> io.BufferedReader:
        """The same, with a buffer so that small reads ask the network seldom."""
        return io.BufferedReader(self, BUFFER)

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """Where the next byte is read."""
        return self._opened.tell()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go somewhere: the size is known, nobody is asked."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self.tell(), os.SEEK_END: self._size}[whence]
        return self._opened.seek(start + offset)

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill the buffer as far as there is something; raise StoreAway."""
        try:
            read = bytes(self._opened.read(len(buffer)))
        except BaseError as error:
            raise StoreAway(type(error).__name__) from error
        buffer[: len(read)] = read
        return len(read)
