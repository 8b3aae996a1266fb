"""What a closed term forbids: justifying its days, and deciding on them (L7a)."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from registro_attendance import _
from registro_attendance.justifications.doing import Doer
from registro_attendance.justifications.models import JustifiedEvent
from registro_attendance.justifications.states import Party
from registro_attendance.locks import Asker
from registro_attendance.models import Event
from registro_core.api import LOCK_TEXTS, Lock, Text

FAMILY_TEXT = _(
    "Il periodo è chiuso per lo scrutinio: qui non si può più giustificare. Rivolgiti alla scuola."
)


class LockedError(Exception):
    """A day lies in a term that is closed for its class; `message` says so to who tried."""

    def __init__(self, party: Party) -> None:
        super().__init__(party)
        self.message = locked_text(party)


def locked_text(party: Party) -> Text:
    """What is said of a closed term, and to whom one may turn."""
    return FAMILY_TEXT if party is Party.FAMILY else LOCK_TEXTS[Lock.CLOSED_TERM]


def check_events(session: Session, doer: Doer, event_ids: Collection[int]) -> None:
    """Raise `LockedError` if one of some events is of a closed term: one statement."""
    _check(session, doer, Event.id.in_(event_ids))


def check_justifications(session: Session, doer: Doer, row_ids: Collection[int]) -> None:
    """Raise `LockedError` if a justification speaks of a closed term: one statement."""
    spoken_of = select(JustifiedEvent.event_id).where(
        JustifiedEvent.justification_id.in_(row_ids), JustifiedEvent.live.is_(True)
    )
    _check(session, doer, Event.id.in_(spoken_of))


def _check(session: Session, doer: Doer, condition: ColumnElement[bool]) -> None:
    person_id = None if doer.party is Party.FAMILY else doer.actor.person_id
    asker = Asker(doer.now, person_id)
    if session.scalars(select(Event.id).where(condition, asker.locked()).limit(1)).first():
        raise LockedError(doer.party)
