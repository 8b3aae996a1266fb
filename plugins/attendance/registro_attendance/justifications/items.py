"""What there is to justify, as pages and rules see it: plain data, one item a thing to sign."""

from dataclasses import dataclass
from datetime import date, datetime, time

from registro_attendance.justifications.states import State
from registro_attendance.models import EventKind
from registro_attendance.reasons import Reason


@dataclass(frozen=True)
class EventRow:
    """An event that asks for a justification, with the live one if there is any."""

    id: int
    student_id: int
    class_id: int
    day: date
    kind: EventKind
    starts_at: time | None
    ends_at: time | None
    justification_id: int | None
    # Of an event that is open again: what was said when it was last rejected, "" for nothing.
    rejection: str | None = None
    # Its term is closed for whoever asked: it can only be read (L7a).
    locked: bool = False

    @property
    def whole_day(self) -> bool:
        """Whether the student was away from the first hour to the last."""
        return self.kind is EventKind.ABSENT and self.starts_at is None and self.ends_at is None


@dataclass(frozen=True)
class Signed:
    """A justification as it stands: who signed and who decided, by name."""

    id: int
    version: int
    state: State
    reason: Reason
    text: str | None
    signed_by: int | None
    signed_by_name: str
    signed_at: datetime
    decided_by_name: str
    decided_at: datetime | None
    decision_note: str | None
    certificate_seen: bool


@dataclass(frozen=True)
class Item:
    """One thing to justify or justified: a spell of absence, a late entry, or an early exit."""

    student_id: int
    class_id: int
    kind: EventKind
    first_day: date
    last_day: date
    event_ids: tuple[int, ...]
    # Times of the event: entry of a late one in `ends_at`, exit of an early one in `starts_at`.
    starts_at: time | None = None
    ends_at: time | None = None
    # Calendar days of the whole spell it belongs to, holidays between included (A12).
    spell_length: int = 1
    spell_ends_on: date | None = None
    needs_certificate: bool = False
    signed: Signed | None = None
    # Why the last justification was rejected, if that is why it is open again.
    rejected_note: str | None = None
    rejected: bool = False
    locked: bool = False

    @property
    def state(self) -> State:
        """Where it stands."""
        if self.signed is not None:
            return self.signed.state
        return State.REJECTED if self.rejected else State.OPEN

    @property
    def is_open(self) -> bool:
        """Whether the family still has to justify it."""
        return self.signed is None

    @property
    def key(self) -> str:
        """Its events, as a form carries them."""
        return ".".join(map(str, self.event_ids))

    @property
    def days(self) -> int:
        """How many days away it covers."""
        return len(self.event_ids) if self.kind is EventKind.ABSENT else 1
