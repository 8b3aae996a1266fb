"""A push service on this machine, and browsers that subscribe to it and read what comes."""

import json
import struct
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from registro_core.api import Notice, NoticeKind, publish_notice
from registro_core.jobs.worker import Worker
from registro_core.testing import school_with
from registro_web_push.encoding import to_text


@pytest.fixture(scope="session")
def enabled_plugins():
    return ("web_push",)


@dataclass
class Received:
    """A request as the push service got it."""

    path: str
    headers: dict
    body: bytes


class PushService:
    """A push service (RFC 8030): takes what is posted, and answers as a test tells it."""

    def __init__(self, origin):
        self.origin = origin
        self.clear()

    def clear(self):
        self.received = []
        # By path: status and headers of the answer; None: hang up without one.
        self.answers = {}

    def answer(self, path):
        return self.answers.get(path, (201, {}))


@pytest.fixture(scope="session")
def running_push_service():
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.received.append(Received(self.path, dict(self.headers), body))
            answer = service.answer(self.path)
            if answer is None:
                self.close_connection = True
                return
            self.send_response(answer[0])
            for name, value in {"Content-Length": "0", **answer[1]}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_said):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service = PushService(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield service
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def push_service(running_push_service):
    running_push_service.clear()
    return running_push_service


@pytest.fixture
def school(applications, databases, enabled_plugins, push_service, monkeypatch):
    """The small school, which may post to the push service of this machine."""
    ini = {"web_push.local_endpoint": push_service.origin}
    with school_with(applications, databases, enabled_plugins, ini) as made:
        kinds = {
            "trial:absence": NoticeKind("trial:absence", "Nuova assenza"),
            "trial:always": NoticeKind("trial:always", "Sicurezza", mandatory=True),
        }
        monkeypatch.setattr(made.platform, "notice_kinds", kinds)
        yield made


class Telephone:
    """A browser that has subscribed: it alone can read what is sent to it (RFC 8291)."""

    def __init__(self, origin, name):
        self.path = f"/push/{name}"
        self.endpoint = origin + self.path
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.auth = b"0123456789abcdef"
        public = self.key.public_key()
        self.point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def fields(self):
        return {
            "endpoint": self.endpoint,
            "p256dh": to_text(self.point),
            "auth": to_text(self.auth),
        }

    def decrypt(self, body):
        """What was sent, as the standard tells a browser to read it: nothing of ours is used."""
        salt, (size, length) = body[:16], struct.unpack(">IB", body[16:21])
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(sealed) <= size
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self.key.exchange(ec.ECDH(), point)
        info = b"WebPush: info\0" + self.point + sender
        secret = HKDF(SHA256(), 32, self.auth, info).derive(shared)
        key = HKDF(SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(secret)
        nonce = HKDF(SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(secret)
        text, end = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")[:-1], b"\x02"
        assert AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0").endswith(end)
        return text

    def read(self, received):
        return json.loads(self.decrypt(received.body))


@pytest.fixture
def telephone(push_service):
    """Make a telephone with a name."""
    return lambda name="uno": Telephone(push_service.origin, name)


def token(page):
    return page.html.select_one("[name=csrf_token]")["value"]


@pytest.fixture
def subscribe(school):
    """Turn notifications on in a browser, as its script does; return the answer."""

    def run(username, device, browser=None, agent="Firefox/140.0 Android", **changed):
        browser = browser or school.as_(username)
        said = {"csrf_token": token(browser.get("/account/web-push"))}
        browser.post("/account/web-push/key", said, status=200)
        return browser.post(
            "/account/web-push",
            {**said, **device.fields(), **changed},
            headers={"User-Agent": agent},
            expect_errors=True,
        )

    return run


@pytest.fixture
def publish(school):
    """Publish a notice to people."""

    def run(*usernames, **fields):
        notice = Notice(
            **{
                "kind": "trial:absence",
                "subject": "Anna Abate: assenza",
                "body": "Anna Abate oggi era assente.",
                "link": "/students/1/absences?day=2026-11-24",
                "key": "trial:1",
                "recipients": [school.people[name] for name in usernames],
                **fields,
            }
        )
        with school.session() as session:
            publish_notice(session, notice, school.clock.now)

    return run


@pytest.fixture
def deliver(school):
    """Work until nothing is due."""
    worker = Worker(school.platform)

    def run():
        while worker.run_once(school.clock.now):
            pass

    return run
