"""Files are shown to the virus scanner, and refused when it cannot look (ABSC 8)."""

import io
import socketserver
import struct
import threading
from types import SimpleNamespace

import pytest

from registro_core.files.scanning import scanner_at
from registro_core.files.unfit import UnfitFile
from registro_core.files.uploads import Limits, read_uploads
from registro_core.testing import free_port

pytestmark = pytest.mark.once
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LIMIT = 300_000


class Clamd(socketserver.StreamRequestHandler):
    """As clamd answers to INSTREAM: blocks with their length, a limit, one line."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.server.seen.append(content)
        if len(content) > LIMIT:
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
        elif EICAR in content:
            self.wfile.write(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")
        else:
            self.wfile.write(b"stream: OK\0")


@pytest.fixture
def clamd():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        server.seen = []
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        yield server
        server.shutdown()


def scan(server, content):
    scanner_at(f"127.0.0.1:{server.server_address[1]}")(io.BytesIO(content))


def test_a_clean_file_passes_and_was_seen_whole(clamd):
    content = bytes(range(256)) * 1000

    scan(clamd, content)

    assert clamd.seen == [content]


def test_a_virus_is_refused(clamd):
    with pytest.raises(UnfitFile, match="virus"):
        scan(clamd, b"prima " + EICAR)


def test_a_file_it_does_not_look_at_is_refused(clamd):
    with pytest.raises(UnfitFile, match="riprova"):
        scan(clamd, bytes(LIMIT + 1))


def test_without_an_answer_files_are_refused():
    with pytest.raises(UnfitFile, match="riprova"):
        scanner_at(f"127.0.0.1:{free_port()}")(io.BytesIO(b"x"))


def test_where_none_is_configured_there_is_none():
    assert scanner_at("") is None


def test_what_comes_with_a_form_is_scanned(clamd):
    sent = SimpleNamespace(filename="nota.txt", file=io.BytesIO(EICAR))
    scanner = scanner_at(f"127.0.0.1:{clamd.server_address[1]}")

    with pytest.raises(UnfitFile) as refused:
        read_uploads([sent], Limits(1000, 1000, scan=scanner))

    assert refused.value.name == "nota.txt"
