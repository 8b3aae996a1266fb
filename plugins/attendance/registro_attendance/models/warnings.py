"""Tables of early warnings to families, and the proof that they were read (A11, A15)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, UTCDateTime, enum_column


class WarningKind(StrEnum):
    """What passed a threshold: hours in percent, whole days, late entries, early exits."""

    HOURS = "hours"
    ABSENCES = "absences"
    LATES = "lates"
    EXITS = "exits"


class EarlyWarning(Base):
    """A family was warned that a threshold was passed: once a threshold and year."""

    __tablename__ = "attendance_warning"
    __table_args__ = (UniqueConstraint("student_id", "year_id", "kind", "threshold"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("school_year.id", ondelete="CASCADE"))
    kind: Mapped[WarningKind] = mapped_column(enum_column(WarningKind))
    # Percent of the yearly hours, or a number of events.
    threshold: Mapped[int]
    # What was told, as it stood: "164,5 ore su 1056".
    told: Mapped[str]
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime())


class WarningReceipt(Base):
    """A warning before the eyes of one recipient: `seen_at` is the receipt."""

    __tablename__ = "attendance_warning_receipt"

    warning_id: Mapped[int] = mapped_column(
        ForeignKey("attendance_warning.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
