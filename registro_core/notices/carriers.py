"""Who carries what: mails by the mail server, and messages by the channel of a plugin."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeAlias

from sqlalchemy.orm import Session, sessionmaker

from registro_core.items import ChannelMessage, NoticeChannel
from registro_core.items.channels import Send
from registro_core.notices.channel_messages import MessageWriter
from registro_core.notices.failures import AnswerLost, NotSent, Outage, Postponed
from registro_core.notices.letters import LetterWriter
from registro_core.notices.message import Letter, compose
from registro_core.notices.models import Delivery, Digest
from registro_core.notices.outbox import Box
from registro_core.notices.refusals import NotForSending
from registro_core.notices.transport import Transport

log = logging.getLogger(__name__)

Parcel: TypeAlias = Letter | ChannelMessage

# A slow server must not keep a batch beyond its lease: what is left is put back.
MAIL_BATCH = timedelta(minutes=2)
# Mails wait meanwhile.
CHANNEL_BATCH = timedelta(seconds=5)


class Carrier(Protocol):
    """Carries the deliveries of one lane."""

    # How long one batch may take.
    at_most: timedelta

    def write(self, ids: Sequence[int], now: datetime) -> Mapping[int, Parcel | NotForSending]:
        """What to send, by id; raise Outage if nothing can leave now."""

    def send(self, parcel: Parcel, now: datetime) -> None:
        """Send one; raise ValueError, NotSent or AnswerLost. No transaction is open."""

    def forget(self, address: str) -> None:
        """Note that there is nobody at an address any more."""


class MailCarrier:
    """Carries mails: notices, digests, and what is no notice."""

    at_most = MAIL_BATCH

    def __init__(
        self,
        box: Box,
        reading: sessionmaker[Session],
        writer: LetterWriter,
        transport: Transport,
        sender: str,
    ) -> None:
        """`sender` is the address of the school."""
        self._box, self._reading, self._writer = box, reading, writer
        self._transport, self._sender = transport, sender

    def write(self, ids: Sequence[int], now: datetime) -> Mapping[int, Parcel | NotForSending]:
        """Write the letters of a batch."""
        writer = self._writer
        with self._reading() as session:
            if self._box is Delivery:
                return {**writer.deliveries(session, ids, now)}
            if self._box is Digest:
                return {**writer.digests(session, ids, now)}
            return {**writer.direct_mails(session, ids, now)}

    def send(self, parcel: Parcel, now: datetime) -> None:
        """Send one letter."""
        assert isinstance(parcel, Letter)  # noqa: S101 - `write` made it
        self._transport.send(compose(parcel, self._sender, now))

    def forget(self, address: str) -> None:
        """A mail server may be wrong about an address; what the office wrote down stays."""


class ChannelCarrier:
    """Carries messages by a plugin's channel, and keeps what fails in it from all others."""

    at_most = CHANNEL_BATCH

    def __init__(
        self,
        channel: NoticeChannel,
        reading: sessionmaker[Session],
        writing: sessionmaker[Session],
        writer: MessageWriter,
    ) -> None:
        """Keep what a batch needs."""
        self._channel, self._reading, self._writing = channel, reading, writing
        self._writer = writer
        self._send: Send | None = None

    def write(self, ids: Sequence[int], now: datetime) -> Mapping[int, Parcel | NotForSending]:
        """Write the messages of a batch, and let the channel make ready for their addresses."""
        with self._reading() as session:
            written = self._writer.messages(session, self._channel, ids, now)
            parcels = [one for one in written.values() if isinstance(one, ChannelMessage)]
            if parcels:
                self._send = self._sender(session, sorted({one.address for one in parcels}))
        return {**written}

    def send(self, parcel: Parcel, _now: datetime) -> None:
        """Send one message; what the channel did not foresee is tried again."""
        assert isinstance(parcel, ChannelMessage)  # noqa: S101 - `write` made it
        assert self._send is not None  # noqa: S101 - there is a message
        try:
            self._send(parcel)
        except (NotSent, AnswerLost):
            raise
        except Exception as error:
            log.exception("channel %s failed", self._channel.name)
            raise Postponed(f"{type(error).__name__}: see the log") from error

    def forget(self, address: str) -> None:
        """Let the channel forget an address."""
        if self._channel.forget is not None:
            with self._writing.begin() as session:
                self._channel.forget(session, address)

    def _sender(self, session: Session, addresses: Sequence[str]) -> Send:
        try:
            return self._channel.sender(session, addresses)
        except Exception as error:
            log.exception("channel %s cannot send", self._channel.name)
            raise Outage(f"{type(error).__name__}: see the log") from error
