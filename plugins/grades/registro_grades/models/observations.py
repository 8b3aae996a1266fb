"""Table of observations (*osservazioni*): what a teacher tells the family, and not the student."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, UTCDateTime, Versioned


class Observation(Versioned, Base):
    """An observation on a student, for the family, the coordinator and the head."""

    __tablename__ = "grades_observation"
    __table_args__ = (
        Index("ix_grades_observation_class_day", "class_id", "day"),
        Index("ix_grades_observation_student_day", "student_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    # The class the student was in that day (A9).
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"))
    day: Mapped[date]
    text: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    # Also printed on the report card of the term, which the student reads too.
    in_report: Mapped[bool] = mapped_column(default=False)
    written_at: Mapped[datetime] = mapped_column(UTCDateTime())
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    cancelled_reason: Mapped[str | None]
