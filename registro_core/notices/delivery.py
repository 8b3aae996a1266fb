"""Delivering: lease a batch, write what it says, send, note what became of each.

At least once: a worker that dies between a server's "yes" and our noting it
leaves one mail to be sent again, with the same Message-ID. Never for a change
that was undone, as the rows are of its transaction; never to who may no
longer know, as that is asked right before sending.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from registro_core.notices import digests, outbox
from registro_core.notices.carriers import Carrier, ChannelCarrier, MailCarrier, Parcel
from registro_core.notices.channel_messages import MessageWriter
from registro_core.notices.failures import AddressGone, AnswerLost, Outage, Postponed, Refused
from registro_core.notices.fan_out import fan_out
from registro_core.notices.letters import LetterWriter
from registro_core.notices.message import Letter
from registro_core.notices.models import Delivery, DeliveryState
from registro_core.notices.outbox import Lane
from registro_core.notices.refusals import NotForSending
from registro_core.notices.texts import Catalogs
from registro_core.notices.transport import Transport, make_transport
from registro_core.platform import Platform
from registro_core.school.models import School

log = logging.getLogger(__name__)

# Its person was erased since the lease, and the row with them.
GONE = NotForSending(DeliveryState.SKIPPED, "gone")
NOBODY_THERE = NotForSending(DeliveryState.SKIPPED, "no address any more")


def always() -> bool:
    """Go on: for who has no reason to stop early."""
    return True


class Mailer:
    """Delivers the mails of one platform, and what its plugins' channels carry."""

    def __init__(self, platform: Platform, transport: Transport | None = None) -> None:
        """Raise ConfigurationError when `registro.mail` cannot be used."""
        self._platform = platform
        self._transport = transport or make_transport(platform.installation.mail)
        public_url, catalogs = platform.installation.public_url, Catalogs(platform.plugins)
        self._letters = LetterWriter(public_url, platform.notice_kinds, catalogs, platform.secret)
        self._messages = MessageWriter(public_url, platform.notice_kinds, catalogs)

    def deliver(self, now: datetime, go_on: Callable[[], bool] = always) -> int:
        """Deliver one batch of each kind that is due; return how many mails were dealt with.

        Mails first: channels have their turn when no mail was due, as they may be slow. What waits
        for a channel whose plugin is switched off goes on waiting.

        :param go_on: asked before each mail; when it says no the rest is put back.
        """
        try:
            handled = sum(self._run(*lane, now, go_on) for lane in self._mails())
        finally:
            self._transport.close()
        if handled:
            return handled
        handled = fan_out(self._platform, now)
        return handled + sum(self._run(*lane, now, go_on) for lane in self._channels())

    def _run(self, lane: Lane, carrier: Carrier, now: datetime, go_on: Callable[[], bool]) -> int:
        if not outbox.anything_due(self._platform.reading_sessions, lane, now):
            return 0
        ids = outbox.lease(self._platform.sessions, lane, now)
        return _Batch(self, lane, carrier, ids, now, go_on).run()

    def _mails(self) -> Iterator[tuple[Lane, Carrier]]:
        reading, sender = self._platform.reading_sessions, self._platform.installation.mail_from
        for lane in outbox.MAIL_LANES:
            yield lane, MailCarrier(lane.box, reading, self._letters, self._transport, sender)

    def _channels(self) -> Iterator[tuple[Lane, Carrier]]:
        platform = self._platform
        for channel in platform.notice_channels.values():
            carrier = ChannelCarrier(
                channel, platform.reading_sessions, platform.sessions, self._messages
            )
            yield Lane(Delivery, channel.name), carrier

    def collect(self, delivery_id: int, now: datetime) -> None:
        """Let a notice wait for its person's next digest."""
        with self._platform.sessions.begin() as session:
            stored = session.scalar(select(School.settings).limit(1)) or {}
            due_at = digests.next_digest(self._platform.school_settings(stored), now)
            digests.collect(session, delivery_id, due_at)

    @property
    def sessions(self) -> sessionmaker[Session]:
        """Sessions that write."""
        return self._platform.sessions


class _Batch:
    """What was leased at once."""

    def __init__(
        self,
        mailer: Mailer,
        lane: Lane,
        carrier: Carrier,
        ids: list[int],
        now: datetime,
        go_on: Callable[[], bool],
    ) -> None:
        self._mailer, self._box, self._carrier, self._now = mailer, lane.box, carrier, now
        self._ids, self._go_on = ids, go_on
        self._ends_at = time.monotonic() + carrier.at_most.total_seconds()

    def run(self) -> int:
        """Send them one by one, until told to stop or the server goes away."""
        position = 0
        try:
            written = self._carrier.write(self._ids, self._now)
            for position, row_id in enumerate(self._ids):
                if time.monotonic() > self._ends_at or not self._go_on():
                    outbox.release(self._mailer.sessions, self._box, self._ids[position:])
                    return position
                self._deal_with(row_id, written.get(row_id, GONE))
        except Outage as outage:
            log.warning("mail cannot leave: %s", outage)
            for row_id in self._ids[position:]:
                self._postpone(row_id, str(outage))
        return len(self._ids)

    def _deal_with(self, row_id: int, parcel: Parcel | NotForSending) -> None:
        if isinstance(parcel, NotForSending):
            if parcel.state is DeliveryState.COLLECTED:
                self._mailer.collect(row_id, self._now)
            else:
                self._settle(row_id, parcel.state, last_error=parcel.reason)
            return
        try:
            self._carrier.send(parcel, self._now)
        except AddressGone:
            self._carrier.forget(parcel.address)
            self._deal_with(row_id, NOBODY_THERE)
        except (Refused, ValueError) as error:
            self._settle(row_id, DeliveryState.DEAD, last_error=str(error))
        except Postponed as error:
            self._postpone(row_id, str(error), after=error.after)
        except AnswerLost as error:
            self._postpone(row_id, str(error), may_have_left=True)
        else:
            told = parcel.told if isinstance(parcel, Letter) else ()
            sent = {"sent_at": self._now, "last_error": None, "address": parcel.address}
            self._settle(row_id, DeliveryState.SENT, told, **sent)

    def _settle(
        self, row_id: int, state: DeliveryState, told: Sequence[int] = (), **values: object
    ) -> None:
        outbox.settle(self._mailer.sessions, self._box, row_id, state, told, **values)

    def _postpone(
        self,
        row_id: int,
        error: str,
        *,
        may_have_left: bool = False,
        after: timedelta | None = None,
    ) -> None:
        outbox.postpone(
            self._mailer.sessions,
            self._box,
            row_id,
            error,
            self._now,
            may_have_left=may_have_left,
            after=after,
        )
