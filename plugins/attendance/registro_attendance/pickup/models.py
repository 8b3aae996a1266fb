"""Tables of who may fetch a student, and of who may go home alone (E1, E2)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, UTCDateTime, Versioned, enum_column


class DelegateState(StrEnum):
    """Where a delegation stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    REVOKED = "revoked"


class Delegate(Versioned, Base):
    """An adult whom a guardian trusts to fetch the student (*delega al ritiro*), dated."""

    __tablename__ = "attendance_delegate"
    __table_args__ = (CheckConstraint("starts_on <= ends_on", "in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    # Kind and number of the identity document to be shown at the door.
    document: Mapped[str]
    # In the family's words: "nonno", "vicina di casa".
    relationship: Mapped[str | None]
    phone: Mapped[str | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[DelegateState] = mapped_column(enum_column(DelegateState))
    requested_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    requested_at: Mapped[datetime] = mapped_column(UTCDateTime())
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())


class AutonomousExit(Versioned, Base):
    """The guardians' written leave for a student under fourteen to go home alone (E2).

    It holds at the end of lessons only, never for an exit during hours.
    """

    __tablename__ = "attendance_autonomous_exit"

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    starts_on: Mapped[date]
    # The last day it holds; None: until revoked, where the school allows it.
    ends_on: Mapped[date | None]
    given_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    given_at: Mapped[datetime] = mapped_column(UTCDateTime())
    signed_method: Mapped[str | None]
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
