"""Tables of what the 25 % rule needs beyond the events: A3, A13, A16."""

from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, FractionType, UTCDateTime, Versioned, enum_column


class PreviousHours(Versioned, Base):
    """Hours of absence made at another school in the same year, with their source (A16)."""

    __tablename__ = "attendance_previous_hours"

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("school_year.id", ondelete="CASCADE"))
    hours: Mapped[Fraction] = mapped_column(FractionType())
    # Which document says so ("nulla osta prot. 123/2026").
    source: Mapped[str]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime())
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    cancelled_reason: Mapped[str | None]


class DerogationKind(StrEnum):
    """Grounds for exceptions, as teachers' boards commonly approve them (A13)."""

    ILLNESS = "illness"
    THERAPY = "therapy"
    BLOOD_DONATION = "blood-donation"
    SPORT = "sport"
    RELIGION = "religion"
    FAMILY = "family"


class Derogation(Versioned, Base):
    """Days whose hours of absence the council may excuse (A13). It never deletes hours.

    A deroga: the ground and its days are recorded here, the decision is taken
    by the council at the *scrutinio*, with both totals before its eyes.
    """

    __tablename__ = "attendance_derogation"
    __table_args__ = (CheckConstraint("first_day <= last_day", "in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    kind: Mapped[DerogationKind] = mapped_column(enum_column(DerogationKind))
    # The document's number, never a diagnosis.
    document: Mapped[str | None]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime())
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    cancelled_reason: Mapped[str | None]


class ClassLimit(Versioned, Base):
    """A limit of hours that the school fixed for a class instead of a quarter (A3, A4).

    `without_religion` is the one for students who leave or study alone in the
    hour of religion; None: the same.
    """

    __tablename__ = "attendance_class_limit"

    class_id: Mapped[int] = mapped_column(
        ForeignKey("school_class.id", ondelete="CASCADE"), primary_key=True
    )
    hours: Mapped[Fraction] = mapped_column(FractionType())
    without_religion: Mapped[Fraction | None] = mapped_column(FractionType())
