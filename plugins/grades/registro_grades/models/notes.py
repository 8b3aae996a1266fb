"""Tables of disciplinary notes: what a teacher wrote, on whom, and who has seen it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, UTCDateTime, Versioned


class Note(Versioned, Base):
    """A disciplinary note (*nota disciplinare*) on students of a class, or on the whole class.

    For half an hour its author may rewrite it; afterwards it can only be cancelled, with
    a reason, and stays. It is a fact that a teacher records: a procedure and its
    sanction are things of their own (B2).
    """

    __tablename__ = "grades_note"
    __table_args__ = (Index("ix_grades_note_class_day", "class_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"))
    # On everybody who was in the class that day: then no student is named below.
    whole_class: Mapped[bool]
    day: Mapped[date]
    text: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    written_at: Mapped[datetime] = mapped_column(UTCDateTime())
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    # The author was warned that the text names other students, and kept it so (V4).
    names_kept: Mapped[bool] = mapped_column(default=False)
    # What the head decided to do about it (*provvedimento*); the family reads it.
    measure: Mapped[str | None]
    measured_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    measured_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    cancelled_reason: Mapped[str | None]


class NoteStudent(Base):
    """A student whom a note is on; none for a note on the whole class."""

    __tablename__ = "grades_note_student"

    note_id: Mapped[int] = mapped_column(
        ForeignKey("grades_note.id", ondelete="CASCADE"), primary_key=True
    )
    student_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class NoteReceipt(Base):
    """Somebody who answers for a student, or the adult student, has seen a note (*presa visione*)."""

    __tablename__ = "grades_note_receipt"

    note_id: Mapped[int] = mapped_column(
        ForeignKey("grades_note.id", ondelete="CASCADE"), primary_key=True
    )
    student_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime())
