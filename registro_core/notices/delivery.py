"""Delivering mails: lease a batch, write the letters, send, note what became of each.

At least once: a worker that dies between a server's "yes" and our noting it
leaves one mail to be sent again, with the same Message-ID. Never for a change
that was undone, as the rows are of its transaction; never to who may no
longer know, as that is asked right before sending.
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from registro_core.notices import digests, outbox
from registro_core.notices.letters import LetterWriter, NotForSending
from registro_core.notices.message import Letter, compose
from registro_core.notices.models import Delivery, DeliveryState, Digest
from registro_core.notices.outbox import Box
from registro_core.notices.texts import Catalogs
from registro_core.notices.transport import (
    AnswerLost,
    Outage,
    Postponed,
    Refused,
    Transport,
    make_transport,
)
from registro_core.platform import Platform
from registro_core.school.models import School

log = logging.getLogger(__name__)

# A slow server must not keep a batch beyond its lease: what is left is put back.
BATCH_SECONDS = 120
# Its person was erased since the lease, and the row with them.
GONE = NotForSending(DeliveryState.SKIPPED, "gone")


def always() -> bool:
    """Go on: for who has no reason to stop early."""
    return True


class Mailer:
    """Delivers the mails of one platform."""

    def __init__(self, platform: Platform, transport: Transport | None = None) -> None:
        """Raise ConfigurationError when `registro.mail` cannot be used."""
        self._platform = platform
        self._transport = transport or make_transport(platform.installation.mail)
        self._writer = LetterWriter(
            platform.installation.public_url,
            platform.notice_kinds,
            Catalogs(platform.plugins),
            platform.secret,
        )

    def deliver(self, now: datetime, go_on: Callable[[], bool] = always) -> int:
        """Deliver one batch of each kind that is due; return how many mails were dealt with.

        :param go_on: asked before each mail; when it says no the rest is put back.
        """
        handled = 0
        try:
            for box in outbox.BOXES:
                if outbox.anything_due(self._platform.reading_sessions, box, now):
                    ids = outbox.lease(self._platform.sessions, box, now)
                    handled += _Batch(self, box, ids, now, go_on).run()
        finally:
            self._transport.close()
        return handled

    def letters(
        self, box: Box, ids: Sequence[int], now: datetime
    ) -> dict[int, Letter | NotForSending]:
        """Write the letters of a batch."""
        writer = self._writer
        with self._platform.reading_sessions() as session:
            if box is Delivery:
                return writer.deliveries(session, ids, now)
            if box is Digest:
                return writer.digests(session, ids, now)
            return writer.direct_mails(session, ids, now)

    def send(self, letter: Letter, now: datetime) -> None:
        """Send one letter; raise ValueError, NotSent or AnswerLost."""
        self._transport.send(compose(letter, self._platform.installation.mail_from, now))

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
    """The mails of one lease."""

    def __init__(
        self, mailer: Mailer, box: Box, ids: list[int], now: datetime, go_on: Callable[[], bool]
    ) -> None:
        self._mailer, self._box, self._now = mailer, box, now
        self._ids, self._go_on = ids, go_on
        self._ends_at = time.monotonic() + BATCH_SECONDS

    def run(self) -> int:
        """Send them one by one, until told to stop or the server goes away."""
        letters = self._mailer.letters(self._box, self._ids, self._now)
        for position, row_id in enumerate(self._ids):
            if time.monotonic() > self._ends_at or not self._go_on():
                outbox.release(self._mailer.sessions, self._box, self._ids[position:])
                return position
            try:
                self._deal_with(row_id, letters.get(row_id, GONE))
            except Outage as outage:
                log.warning("mail cannot leave: %s", outage)
                self._postpone_all(self._ids[position:], str(outage))
                return len(self._ids)
        return len(self._ids)

    def _deal_with(self, row_id: int, letter: Letter | NotForSending) -> None:
        if isinstance(letter, NotForSending):
            if letter.state is DeliveryState.COLLECTED:
                self._mailer.collect(row_id, self._now)
            else:
                self._settle(row_id, letter.state, last_error=letter.reason)
            return
        try:
            self._mailer.send(letter, self._now)
        except (Refused, ValueError) as error:
            self._settle(row_id, DeliveryState.DEAD, last_error=str(error))
        except Postponed as error:
            self._postpone(row_id, str(error))
        except AnswerLost as error:
            self._postpone(row_id, str(error), may_have_left=True)
        else:
            sent = {"sent_at": self._now, "last_error": None, "address": letter.address}
            self._settle(row_id, DeliveryState.SENT, letter.told, **sent)

    def _settle(
        self, row_id: int, state: DeliveryState, told: Sequence[int] = (), **values: object
    ) -> None:
        outbox.settle(self._mailer.sessions, self._box, row_id, state, told, **values)

    def _postpone(self, row_id: int, error: str, *, may_have_left: bool = False) -> None:
        outbox.postpone(
            self._mailer.sessions, self._box, row_id, error, self._now, may_have_left=may_have_left
        )

    def _postpone_all(self, ids: Sequence[int], error: str) -> None:
        for row_id in ids:
            self._postpone(row_id, error)
