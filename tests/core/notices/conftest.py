import socket
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import insert, select

from registro_core.items import Notice, NoticeKind
from registro_core.jobs.worker import Worker
from registro_core.notices.models import Delivery, MailChoice, NoticePreference
from registro_core.notices.services import publish_notice
from registro_core.notices.transport import make_transport
from registro_core.people.models import Person


class Mailbox:
    """A mail server's handler: keeps what it accepts, and fails as a test tells it."""

    def __init__(self):
        self.accepted = []
        # Called with the recipient's address: an answer such as "550 no", or None to accept.
        self.at_recipient = lambda _address: None
        self.at_content = lambda _address: None
        # Takes the mail, then hangs up instead of answering.
        self.hang_up = lambda _address: False
        self.connections = set()

    async def handle_RCPT(self, _server, session, envelope, address, _options):  # noqa: N802
        self.connections.add(session.peer)
        answer = self.at_recipient(address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802
        address = envelope.rcpt_tos[0]
        answer = self.at_content(address)
        if answer is not None:
            return answer
        self.accepted.append(message_from_bytes(envelope.content, policy=default))
        if self.hang_up(address):
            server.transport.abort()
        return "250 OK"

    @property
    def addresses(self):
        """Who got a mail, in order."""
        return [message["To"] for message in self.accepted]

    @property
    def ids(self):
        return [message["Message-ID"] for message in self.accepted]


class MailServer:
    """A real SMTP server on this machine, which a test may stop and start again."""

    def __init__(self):
        self.mailbox = Mailbox()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.controller = None

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def start(self):
        self.controller = Controller(self.mailbox, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        if self.controller is not None:
            self.controller.stop(no_assert=True)
            self.controller = None


@pytest.fixture
def mail_server():
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def mailbox(mail_server):
    return mail_server.mailbox


@pytest.fixture
def worker(school, mail_server):
    """A worker that sends to the mail server, by the school's clock."""
    return Worker(school.platform, make_transport(mail_server.url))


@pytest.fixture
def deliver(school, worker):
    """Work until nothing is due."""

    def run():
        while worker.run_once(school.clock.now):
            pass

    return run


@pytest.fixture
def publish(school):
    """Publish a notice to people by their user names."""

    def run(*usernames, key="trial:1", **fields):
        notice = Notice(
            **{
                "kind": "trial:kind",
                "subject": "Assenza",
                "body": "Anna oggi era assente.",
                "link": "/absences",
                "key": key,
                "recipients": [school.people[name] for name in usernames],
                **fields,
            }
        )
        with school.session() as session:
            publish_notice(session, notice, school.clock.now)

    return run


@pytest.fixture
def states(school):
    """The deliveries' states by address."""

    def read():
        with school.session() as session:
            return dict(session.execute(select(Delivery.address, Delivery.state)).all())

    return read


@pytest.fixture
def crowd(school, publish):
    """A notice to two hundred people."""
    with school.session() as session:
        rows = [
            {
                "surname": f"Cognome{n}",
                "given_name": "Nome",
                "email": f"p{n}@example.org",
                "created_at": school.clock.now,
                "version": 1,
            }
            for n in range(200)
        ]
        session.execute(insert(Person), rows)
        ids = session.scalars(select(Person.id).where(Person.surname.startswith("Cognome"))).all()
    publish(recipients=ids)
    return {f"p{n}@example.org" for n in range(200)}


@pytest.fixture
def kinds(school, monkeypatch):
    """Three kinds of notice: asked for, not asked for, always."""
    made = [
        NoticeKind("trial:kind", "Assenze"),
        NoticeKind("trial:quiet", "Compiti", by_email=False),
        NoticeKind("trial:always", "Sicurezza", mandatory=True),
    ]
    monkeypatch.setattr(school.platform, "notice_kinds", {kind.name: kind for kind in made})
    return made


@pytest.fixture
def prefer(school):
    """Keep what somebody chose for a kind."""

    def run(username, choice, kind="trial:kind"):
        row = NoticePreference(
            person_id=school.people[username], kind=kind, channel="email", choice=MailChoice(choice)
        )
        with school.session() as session:
            session.merge(row)

    return run
