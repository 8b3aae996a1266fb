"""How mails leave: by SMTP, or as files in a folder while developing."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import Message
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from registro_core.notices.failures import AnswerLost, Outage, Postponed, Refused
from registro_core.settings import ConfigurationError

TIMEOUT_SECONDS = 15
SUBMISSION_PORT, TLS_PORT = 587, 465
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
# "Service not available": the server closes the connection after it.
CLOSING = 421


class Transport(Protocol):
    """Sends mails; open until `close`."""

    def send(self, message: Message) -> None:
        """Send one mail to its one recipient; raise NotSent or AnswerLost."""

    def close(self) -> None:
        """Let the connection go; the next mail opens a new one."""


def make_transport(setting: str) -> Transport:
    """The transport of `registro.mail`; raise ConfigurationError.

    `dir:FOLDER` writes files; `smtp://user:password@host:587` speaks STARTTLS
    (which only a server on this same machine may lack), `smtps://` begins with TLS.
    """
    if setting.startswith("dir:"):
        return FolderTransport(Path(setting.removeprefix("dir:")))
    url = urlsplit(setting)
    if url.scheme not in {"smtp", "smtps"} or not url.hostname:
        raise ConfigurationError(
            f"registro.mail is {setting.rsplit('@', maxsplit=1)[-1]!r}: write dir:FOLDER, "
            "smtp://user:password@host:587 or smtps://user:password@host:465"
        )
    implicit_tls = url.scheme == "smtps"
    return SmtpTransport(
        url.hostname,
        url.port or (TLS_PORT if implicit_tls else SUBMISSION_PORT),
        implicit_tls,
        unquote(url.username or ""),
        unquote(url.password or ""),
    )


@dataclass(frozen=True)
class FolderTransport:
    """Writes each mail into a folder, named after its Message-ID: sent again, it replaces itself."""

    folder: Path

    def send(self, message: Message) -> None:
        """Write the file whole, or not at all."""
        name = message["Message-ID"].strip("<>").replace("/", "_")
        part = self.folder / f"{name}.part"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(message.as_bytes())
            part.replace(self.folder / f"{name}.eml")
        except OSError as error:
            raise Outage(str(error)) from error

    def close(self) -> None:
        """There is nothing to close."""


class SmtpTransport:
    """One connection for many mails, opened by the first and again when the server closed it."""

    def __init__(self, host: str, port: int, implicit_tls: bool, user: str, password: str) -> None:
        """Keep where to connect."""
        self._host, self._port = host, port
        self._implicit_tls = implicit_tls
        self._user, self._password = user, password
        self._connection: smtplib.SMTP | None = None
        # An envelope was begun and not sent: the next mail must not join its recipients.
        self._begun = False

    def send(self, message: Message) -> None:
        """Send one mail."""
        try:
            self._envelope(message)
        except (smtplib.SMTPServerDisconnected, OSError):
            # Servers close idle connections, and after some number of mails.
            # The mail itself was not handed over yet: a fresh one may take it.
            self.close()
            self._envelope_or_outage(message)
        self._content(message)

    def close(self) -> None:
        """Say goodbye, if there is still somebody."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.quit()
            except (smtplib.SMTPException, OSError):
                connection.close()

    def _envelope_or_outage(self, message: Message) -> None:
        try:
            self._envelope(message)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self.close()
            raise Outage(f"{self._host}: {error}") from error

    def _envelope(self, message: Message) -> None:
        if self._connection is None:
            self._connection = self._connect()
        elif self._begun:
            self._connection.rset()
        self._begun = True
        code, answer = self._connection.mail(parseaddr(message["From"])[1])
        if code >= 300:
            # about us, not about this mail: none would pass
            self.close()
            raise Outage(f"{self._host} refuses the sender: {_said(code, answer)}")
        self._judge(*self._connection.rcpt(message["To"]))

    def _content(self, message: Message) -> None:
        connection = self._connection
        assert connection is not None  # noqa: S101 - the envelope opened it
        try:
            code, answer = connection.data(message.as_bytes())
        except smtplib.SMTPDataError as error:
            # the server did not even let us begin
            code, answer = error.smtp_code, _bytes(error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise AnswerLost(f"{self._host}: {error}") from error
        self._begun = code >= 300
        self._judge(code, answer)

    def _judge(self, code: int, answer: bytes) -> None:
        if code == CLOSING:
            self.close()
        if code >= 500:
            raise Refused(_said(code, answer))
        if code >= 300:
            raise Postponed(_said(code, answer))

    def _connect(self) -> smtplib.SMTP:
        try:
            return self._open()
        except smtplib.SMTPServerDisconnected:
            raise
        except smtplib.SMTPException as error:
            raise Outage(f"{self._host} does not let us in: {error}") from error

    def _open(self) -> smtplib.SMTP:
        connection = self._reach()
        try:
            if not self._implicit_tls:
                self._start_tls(connection)
            connection.ehlo_or_helo_if_needed()
            if self._user:
                connection.login(self._user, self._password)
        except (smtplib.SMTPException, OSError):
            connection.close()
            raise
        return connection

    def _reach(self) -> smtplib.SMTP:
        if not self._implicit_tls:
            return smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_SECONDS)
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT_SECONDS, context=context)

    def _start_tls(self, connection: smtplib.SMTP) -> None:
        connection.ehlo()
        if self._host in LOOPBACK and not connection.has_extn("starttls"):
            return
        connection.starttls(context=ssl.create_default_context())


def _said(code: int, answer: bytes) -> str:
    return f"{code} {_bytes(answer).decode(errors='replace')}"[:300]


def _bytes(answer: str | bytes) -> bytes:
    return answer.encode() if isinstance(answer, str) else answer
