"""Reading `registro.mail`, and what the transports do with trouble."""

import socket
import ssl
import threading
from email import message_from_bytes
from email.policy import default

import pytest

from registro_core.notices.failures import Outage, Postponed, Refused
from registro_core.notices.message import Letter, compose, valid_address
from registro_core.notices.transport import (
    FolderTransport,
    SmtpTransport,
    make_transport,
)
from registro_core.settings import ConfigurationError
from registro_core.testing import NOW


@pytest.fixture
def mail():
    """A mail that could be sent."""
    letter = Letter("a@example.org", "Oggetto", "Testo ✓", "<trial.1@localhost>")
    return compose(letter, "Registro <r@localhost>", NOW)


def test_settings_of_smtp():
    found = make_transport("smtps://u%40x:p%3Aw@smtp.example.org")
    assert isinstance(found, SmtpTransport)
    assert (found._port, found._user, found._password) == (465, "u@x", "p:w")
    assert make_transport("smtp://smtp.example.org")._port == 587
    assert make_transport("smtp://smtp.example.org:2525")._port == 2525


@pytest.mark.parametrize("setting", ["", "mail", "http://x", "smtp://", "user:secret@host"])
def test_a_setting_that_says_nothing_is_refused(setting):
    with pytest.raises(ConfigurationError) as error:
        make_transport(setting)
    assert "secret" not in str(error.value)


def test_files_are_named_after_the_mail_and_replace_themselves(tmp_path, mail):
    transport = make_transport(f"dir:{tmp_path / 'mail'}")
    transport.send(mail)
    transport.send(mail)
    (file,) = (tmp_path / "mail").iterdir()
    assert file.name == "trial.1@localhost.eml"
    assert b"Subject: Oggetto" in file.read_bytes()


def test_a_folder_that_cannot_be_written_is_an_outage(tmp_path, mail):
    (tmp_path / "file").write_text("")
    with pytest.raises(Outage):
        FolderTransport(tmp_path / "file").send(mail)


def test_nobody_there_is_an_outage(mail_server, mail):
    mail_server.stop()
    with pytest.raises(Outage):
        make_transport(mail_server.url).send(mail)


def test_a_server_that_answers_with_rubbish_is_an_outage(mail):
    """Something else listens there; the wait is bounded."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_answer_twice, args=(listener, b"HTTP/1.1 400 no\r\n"))
        thread.start()
        with pytest.raises(Outage):
            make_transport(f"smtp://127.0.0.1:{listener.getsockname()[1]}").send(mail)
        thread.join()


def _answer_twice(listener, answer):
    listener.settimeout(1)
    for _ in range(2):
        try:
            connection, _address = listener.accept()
        except OSError:
            return
        with connection:
            connection.sendall(answer)


def test_a_server_that_refuses_the_sender_is_an_outage_not_the_mails_fault(mail_server, mail):
    async def refuse(*_arguments):
        return "550 who are you"

    mail_server.mailbox.handle_MAIL = refuse
    with pytest.raises(Outage, match="who are you"):
        make_transport(mail_server.url).send(mail)


@pytest.mark.parametrize(("answer", "error"), [("554 spam", Refused), ("451 later", Postponed)])
def test_the_servers_word_decides(mail_server, mail, answer, error):
    mail_server.mailbox.at_content = lambda _address: answer
    transport = make_transport(mail_server.url)
    with pytest.raises(error, match=answer):
        transport.send(mail)
    # the connection is still good for the next
    mail_server.mailbox.at_content = lambda _address: None
    transport.send(mail)
    transport.close()
    assert len(mail_server.mailbox.accepted) == 1
    assert len(mail_server.mailbox.connections) == 1


def test_a_connection_closed_by_the_server_is_opened_again(mail_server, mail):
    transport = make_transport(mail_server.url)
    transport.send(mail)
    mail_server.stop()
    mail_server.start()
    transport.send(mail)
    transport.close()
    assert len(mail_server.mailbox.accepted) == 2


def test_tls_is_not_optional_for_a_server_elsewhere(monkeypatch, mail_server, mail):
    """A server that offers no STARTTLS gets nothing, unless it is on this machine."""
    monkeypatch.setattr("registro_core.notices.transport.LOOPBACK", frozenset())
    with pytest.raises(Outage, match="STARTTLS"):
        make_transport(mail_server.url).send(mail)
    assert mail_server.mailbox.accepted == []


def test_the_servers_certificate_is_checked(monkeypatch, mail):
    """Whoever stands between us and the server with a certificate of their own gets nothing."""
    made = []
    original = ssl.create_default_context

    def note():
        made.append(original())
        return made[-1]

    monkeypatch.setattr(ssl, "create_default_context", note)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        thread = threading.Thread(target=_answer_twice, args=(listener, b"220 no tls\r\n"))
        thread.start()
        with pytest.raises(Outage):
            make_transport(f"smtps://127.0.0.1:{port}").send(mail)
        thread.join()
    assert made[0].verify_mode is ssl.CERT_REQUIRED
    assert made[0].check_hostname


@pytest.mark.parametrize(
    ("address", "valid"),
    [
        ("a@b.it", True),
        ("nome.cognome+x@sub.example.org", True),
        ("", False),
        ("a", False),
        ("a b@c.it", False),
        ("a@b.it\r\nBcc: c@d.it", False),
        ("Nome <a@b.it>", False),
        ("a@b.it,c@d.it", False),
        ("è@b.it", False),
    ],
)
def test_addresses(address, valid):
    assert valid_address(address) is valid


def test_a_mail_has_only_ascii_on_the_wire_and_is_read_back_as_it_was_written():
    subject = "Perché è già così: " + "città, università e virtù " * 8
    letter = Letter("a@example.org", subject, "Perciò ✓.\n\n" + "a" * 2000, "<trial.1@localhost>")
    wire = compose(letter, "Registro <r@localhost>", NOW).as_bytes()
    assert wire.isascii()
    assert max(map(len, wire.split(b"\r\n"))) < 100
    read = message_from_bytes(wire, policy=default)
    assert read["Subject"] == subject.strip()
    assert not read["Subject"].defects
    plain, html = (read.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert plain.splitlines()[:3] == ["Perciò ✓.", "", "a" * 2000]
    assert "<p>Perciò ✓.</p>" in html
