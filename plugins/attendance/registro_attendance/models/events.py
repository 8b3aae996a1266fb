"""Tables of what happened: exceptions to presence, and the rolls that found them.

Only exceptions are stored: who has no event on a day whose roll was taken was
present. A row a student and hour would be a hundred times as many.
"""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, UTCDateTime, Versioned, enum_column


class EventKind(StrEnum):
    """Why a student was not in class (A8). Outside is presence, elsewhere (A5)."""

    ABSENT = "absent"
    LATE = "late"
    EXIT = "exit"
    OUTSIDE = "outside"


class EventSource(StrEnum):
    """Where an event comes from: the roll, a permit given beforehand, the office."""

    ROLL = "roll"
    PERMIT = "permit"
    OFFICE = "office"


class Event(Versioned, Base):
    """A stretch of a day in which a student was not in class (A8).

    It runs from `starts_at` to `ends_at`, times on the school's wall; None is
    the first or the last hour of the day. So a whole-day absence has neither,
    a late entry has the time of entry in `ends_at`, an exit the time of leaving
    in `starts_at` and that of coming back, if any, in `ends_at`. The events of
    a student on a day never overlap. They are never deleted: `cancelled_at`.
    """

    __tablename__ = "attendance_event"
    __table_args__ = (
        CheckConstraint("starts_at IS NULL OR ends_at IS NULL OR starts_at < ends_at", "in_order"),
        Index("ix_attendance_event_class_day", "class_id", "day"),
        Index("ix_attendance_event_student_day", "student_id", "day"),
        # Two saves at once cannot both make a student absent from the first hour.
        Index(
            "uq_attendance_event_whole_start",
            "student_id",
            "day",
            unique=True,
            sqlite_where=text("cancelled_at IS NULL AND starts_at IS NULL AND kind <> 'outside'"),
            postgresql_where=text(
                "cancelled_at IS NULL AND starts_at IS NULL AND kind <> 'outside'"
            ),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    # The class the student was in that day (A9), whatever group called the roll.
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"))
    day: Mapped[date]
    kind: Mapped[EventKind] = mapped_column(enum_column(EventKind))
    starts_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    # A late entry within the school's tolerance: counted apart, born justified (A10).
    short_late: Mapped[bool] = mapped_column(default=False)
    source: Mapped[EventSource] = mapped_column(enum_column(EventSource), default=EventSource.ROLL)
    # Where a student outside class is (visit, FSL, assembly): visible to the family.
    note: Mapped[str | None]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime())
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    cancelled_reason: Mapped[str | None]


class Roll(Versioned, Base):
    """A roll that was called: without it a student without events is not known to be present."""

    __tablename__ = "attendance_roll"
    __table_args__ = (
        Index(
            "uq_attendance_roll_class",
            "class_id",
            "day",
            "slot",
            unique=True,
            sqlite_where=text("group_id IS NULL"),
            postgresql_where=text("group_id IS NULL"),
        ),
        Index("uq_attendance_roll_group", "group_id", "day", "slot", unique=True),
        Index("ix_attendance_roll_day", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # With a group: the class by whose bell the group's hours run.
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"))
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("teaching_group.id", ondelete="CASCADE")
    )
    day: Mapped[date]
    slot: Mapped[int]
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    taken_at: Mapped[datetime] = mapped_column(UTCDateTime())
