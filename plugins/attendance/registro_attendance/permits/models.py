"""Table of permits: absences announced, late entries and early exits allowed."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from registro_attendance.permits.states import PermitState
from registro_attendance.reasons import Reason
from registro_core.api import Base, UTCDateTime, Versioned, enum_column


class PermitKind(StrEnum):
    """What is asked for."""

    ABSENCE = "absence"
    LATE_ENTRY = "late-entry"
    EARLY_EXIT = "early-exit"


class Companion(StrEnum):
    """With whom a student leaves during hours (E1)."""

    GUARDIAN = "guardian"
    DELEGATE = "delegate"
    ALONE = "alone"


# What still counts of what families asked; the desk may let somebody out twice in a day.
ASKED = "state IN ('requested', 'approved') AND NOT at_desk"


def _once(name: str, which: str, *columns: str) -> Index:
    """A standing request is there once, whichever parent asked: what two ask at once, one has."""
    condition = text(f"{ASKED} AND weekdays {which}")
    days = ("student_id", "kind", "first_day", "last_day", *columns)
    return Index(name, *days, unique=True, sqlite_where=condition, postgresql_where=condition)


class Permit(Versioned, Base):
    """Leave asked by the family or given at the desk, for a day, a period, or some weekdays."""

    __tablename__ = "attendance_permit"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", "in_order"),
        Index("ix_attendance_permit_student_days", "student_id", "first_day", "last_day"),
        # NULLs differ from each other, so every day and some weekdays need an index each.
        _once("uq_attendance_permit_days", "IS NULL"),
        _once("uq_attendance_permit_weekdays", "IS NOT NULL", "weekdays"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[PermitKind] = mapped_column(enum_column(PermitKind))
    state: Mapped[PermitState] = mapped_column(enum_column(PermitState), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    # ISO weekdays of a lasting permit ("135": Monday, Wednesday, Friday); None: every day.
    weekdays: Mapped[str | None]
    # Time of entry or exit on the school's wall; None for an absence.
    at: Mapped[time | None]
    reason: Mapped[Reason] = mapped_column(enum_column(Reason))
    # In the family's words: for the head's office alone (J5).
    text: Mapped[str | None]
    requested_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    requested_at: Mapped[datetime] = mapped_column(UTCDateTime())
    signed_method: Mapped[str | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    decision_note: Mapped[str | None]
    # Who picks the student up, by name as it was noted, with the document shown (E1).
    companion: Mapped[Companion | None] = mapped_column(enum_column(Companion))
    companion_name: Mapped[str | None]
    companion_document: Mapped[str | None]
    at_desk: Mapped[bool] = mapped_column(default=False)
