"""Who acts and when, and what is written down of it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from registro_core.api import Actor, Change, record_change, school_day
from registro_meetings.models import Booking


@dataclass(frozen=True)
class Doer:
    """Who acts, and when (UTC)."""

    actor: Actor
    now: datetime

    @property
    def today(self) -> date:
        """The school's day."""
        return school_day(self.now)


def record(session: Session, doer: Doer, row: Booking, before: str | None) -> None:
    """Write what became of a booking into the log, in the same transaction."""
    change = Change(
        act=f"meetings.booking.{row.state}",
        object_type="meetings_booking",
        object_id=row.id,
        before={"state": before} if before else {},
        after={"state": row.state, "slot": row.slot_id, "teacher": row.teacher_id},
        student_id=row.student_id,
        reason=row.reason,
    )
    record_change(session, doer.actor, change, doer.now)
