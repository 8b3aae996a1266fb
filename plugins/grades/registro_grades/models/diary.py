"""Table of the teacher's private diary."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, UTCDateTime, Versioned


class DiaryEntry(Versioned, Base):
    """An entry of a teacher's own diary. Nobody else reads it: no page, search or export shows it.

    It is no record of the school, so its owner may delete it.
    """

    __tablename__ = "grades_diary_entry"
    __table_args__ = (Index("ix_grades_diary_entry_owner_day", "owner_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    day: Mapped[date]
    text: Mapped[str]
    class_id: Mapped[int | None] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"))
    student_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    written_at: Mapped[datetime] = mapped_column(UTCDateTime())
