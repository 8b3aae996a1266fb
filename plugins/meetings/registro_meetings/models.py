"""Tables of meetings: when teachers receive, when nobody does, which places are taken."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, UTCDateTime, Versioned, enum_column


class BookingState(StrEnum):
    """Where a booking stands."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    # Its day is over: it took place as far as the register knows.
    HELD = "held"
    # Its day came without a place, or without the teacher's answer.
    LAPSED = "lapsed"


SEATED = frozenset({BookingState.REQUESTED, BookingState.CONFIRMED})
STANDING = SEATED | {BookingState.WAITING}
STANDS = text("state IN ('requested', 'confirmed', 'waiting')")


class Hour(Versioned, Base):
    """A teacher's weekly hour (*ora di ricevimento*); its slots are made as days come near."""

    __tablename__ = "meetings_hour"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", "times_in_order"),
        CheckConstraint("first_day <= last_day", "days_in_order"),
        CheckConstraint("weekday BETWEEN 1 AND 7", "weekday"),
        CheckConstraint("capacity > 0", "capacity"),
        CheckConstraint("minutes > 0", "minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    # Whose holidays count; None: those of the whole school.
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id", ondelete="SET NULL"))
    # 1 is Monday, as of ISO.
    weekday: Mapped[int]
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    first_day: Mapped[date]
    last_day: Mapped[date]
    # The length of each meeting; None: the hour is one slot.
    minutes: Mapped[int | None]
    # How many families a slot holds.
    capacity: Mapped[int] = mapped_column(default=1)
    place: Mapped[str | None]
    # Where the meeting is by video, https only.
    link: Mapped[str | None]
    # Whether the teacher answers each request; else who books has the place.
    confirms: Mapped[bool] = mapped_column(default=False)


class DayBlock(Base):
    """Days without meetings, both included: a teacher's own, or the whole school's (None)."""

    __tablename__ = "meetings_block"
    __table_args__ = (CheckConstraint("first_day <= last_day", "days_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason: Mapped[str | None]
    added_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    added_at: Mapped[datetime] = mapped_column(UTCDateTime())


class Slot(Base):
    """A meeting's time once somebody has booked it; it keeps what the hour said then."""

    __tablename__ = "meetings_slot"
    __table_args__ = (
        UniqueConstraint("teacher_id", "day", "starts_at"),
        CheckConstraint("capacity > 0", "capacity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(index=True)
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    capacity: Mapped[int]
    place: Mapped[str | None]
    link: Mapped[str | None]
    confirms: Mapped[bool]


class Booking(Versioned, Base):
    """A family's place in a slot, or in its waiting list.

    The database itself sees to it that no seat is given twice, and that a child has one standing
    booking with a teacher (check 43).
    """

    __tablename__ = "meetings_booking"
    __table_args__ = (
        UniqueConstraint("slot_id", "seat"),
        Index(
            "uq_meetings_booking_standing",
            "teacher_id",
            "student_id",
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
        CheckConstraint("seat > 0", "seat"),
        CheckConstraint(
            "(seat IS NOT NULL) = (state IN ('requested', 'confirmed', 'held'))", "seated"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("meetings_slot.id", ondelete="CASCADE"))
    # The slot's, so that the database can hold one to each child.
    teacher_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    state: Mapped[BookingState] = mapped_column(enum_column(BookingState))
    # From 1 to the slot's capacity; None: no place, or no longer.
    seat: Mapped[int | None]
    booked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    booked_at: Mapped[datetime] = mapped_column(UTCDateTime())
    # When it got its place, of whatever came later; None: it never had one.
    seated_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    # Why it was refused or cancelled, in words for the other side.
    reason: Mapped[str | None]
