"""Looking for viruses: ClamAV's service (*clamd*), where the installation has one.

Its protocol is a command, blocks with their length before them, and a line of answer; the library
for it on PyPI is of 2014. A file that cannot be looked at is refused: who uploads it can try
again, and who opens it cannot.
"""

import logging
import socket
import struct
from collections.abc import Callable
from typing import BinaryIO

from registro_core import _
from registro_core.files.unfit import UnfitFile

log = logging.getLogger(__name__)

Scanner = Callable[[BinaryIO], None]

PORT = 3310
BLOCK = 1 << 16
# A large film takes clamd some seconds.
TIMEOUT_SECONDS = 60
MAX_ANSWER = 4096


def scanner_at(address: str) -> Scanner | None:
    """The scanner at `host` or `host:port`; None where none is configured.

    It raises UnfitFile for a file with a virus, and for one that cannot be looked at.
    """
    host, _colon, port = address.strip().partition(":")
    if not host:
        return None

    def scan(stream: BinaryIO) -> None:
        try:
            answer = _ask((host, int(port or PORT)), stream)
        except OSError as error:
            log.exception("the virus scanner at %s does not answer", address)
            raise _cannot_tell() from error
        if answer.endswith(" FOUND"):
            name = answer.removeprefix("stream: ").removesuffix(" FOUND")
            log.warning("a file with a virus was refused: %s", name)
            raise UnfitFile(_("Il file contiene un virus: non è stato caricato."))
        if not answer.endswith(" OK"):
            log.error("the virus scanner answers: %s", answer)
            raise _cannot_tell()

    return scan


def _ask(address: tuple[str, int], stream: BinaryIO) -> str:
    stream.seek(0)
    with socket.create_connection(address, TIMEOUT_SECONDS) as connection:
        connection.sendall(b"zINSTREAM\0")
        while block := stream.read(BLOCK):
            connection.sendall(struct.pack(">I", len(block)) + block)
        connection.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < MAX_ANSWER:
            piece = connection.recv(MAX_ANSWER)
            if not piece:
                break
            answer += piece
    stream.seek(0)
    return answer.decode("utf-8", "replace").strip("\0\n ")


def _cannot_tell() -> UnfitFile:
    return UnfitFile(
        _("Adesso non si può controllare se il file contiene virus: riprova fra poco.")
    )
