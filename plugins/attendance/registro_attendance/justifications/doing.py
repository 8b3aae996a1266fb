"""Who acts, on which side and how they proved who they are; and what a family says."""

from dataclasses import dataclass
from datetime import datetime

from registro_attendance.justifications.states import Party
from registro_attendance.reasons import Reason
from registro_core.api import Actor


@dataclass(frozen=True)
class Doer:
    """Who acts, on whose side, and how and when they proved who they are (J6)."""

    actor: Actor
    party: Party
    now: datetime
    method: str | None = None
    authenticated_at: datetime | None = None


@dataclass(frozen=True)
class Words:
    """What the family says: a category for teachers, and words for the head's office (J5)."""

    reason: Reason
    text: str | None = None
