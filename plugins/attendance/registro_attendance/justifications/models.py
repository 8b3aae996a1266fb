"""Tables of justifications: who gave which reason for which events, and what the school decided."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registro_attendance.justifications.states import State
from registro_attendance.reasons import Reason
from registro_core.api import Base, UTCDateTime, Versioned, enum_column


class Justification(Versioned, Base):
    """A reason given for one event, or for the absences of days in a row (A12).

    It is never deleted: a withdrawn or rejected one only lets its events go (`JustifiedEvent`).
    """

    __tablename__ = "attendance_justification"

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    state: Mapped[State] = mapped_column(enum_column(State), index=True)
    reason: Mapped[Reason] = mapped_column(enum_column(Reason))
    # In the family's words: read by the head's office alone (J5), never in lists or the audit log.
    text: Mapped[str | None]
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    signed_at: Mapped[datetime] = mapped_column(UTCDateTime())
    # How and when who signed had proved who they are (J6); None: on paper.
    signed_method: Mapped[str | None]
    authenticated_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    # Why it was rejected or reopened: told to the family.
    decision_note: Mapped[str | None]
    # A teacher saw the medical certificate that a long spell asks for (A12).
    certificate_seen: Mapped[bool] = mapped_column(default=False)
    # The request made beforehand from which it came.
    permit_id: Mapped[int | None] = mapped_column(
        ForeignKey("attendance_permit.id", ondelete="SET NULL"), index=True
    )


class JustifiedEvent(Base):
    """An event that a justification speaks of.

    `live` is True while the justification counts and NULL afterwards, never
    False: so the unique constraint lets an event have one live justification
    and any number of past ones, on every database. Of two parents who sign at
    once the second one fails here, and is told.
    """

    __tablename__ = "attendance_justified_event"
    __table_args__ = (
        UniqueConstraint("event_id", "live"),
        CheckConstraint("live", "true_or_null"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    justification_id: Mapped[int] = mapped_column(
        ForeignKey("attendance_justification.id", ondelete="CASCADE"), index=True
    )
    event_id: Mapped[int] = mapped_column(ForeignKey("attendance_event.id", ondelete="CASCADE"))
    live: Mapped[bool | None]
