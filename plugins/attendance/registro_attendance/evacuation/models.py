"""Tables of evacuations: one sheet a class, with each student's outcome."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, UTCDateTime, enum_column


class Outcome(StrEnum):
    """How a student was found at the assembly point."""

    SAFE = "safe"
    MISSING = "missing"
    INJURED = "injured"
    NOT_AT_SCHOOL = "not-at-school"


class Evacuation(Base):
    """The sheet (*modulo di evacuazione*) of a class, as the teacher saved it; never changed."""

    __tablename__ = "attendance_evacuation"

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(
        ForeignKey("school_class.id", ondelete="CASCADE"), index=True
    )
    day: Mapped[date]
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime())
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    # A drill, or the real thing.
    drill: Mapped[bool]
    assembly_point: Mapped[str | None]
    note: Mapped[str | None]


class EvacuationRow(Base):
    """A student on the sheet: whether the roll said present, and how they were found."""

    __tablename__ = "attendance_evacuation_row"

    evacuation_id: Mapped[int] = mapped_column(
        ForeignKey("attendance_evacuation.id", ondelete="CASCADE"), primary_key=True
    )
    student_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    expected: Mapped[bool]
    outcome: Mapped[Outcome] = mapped_column(enum_column(Outcome))
