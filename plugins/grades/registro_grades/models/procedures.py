"""Tables of disciplinary procedures and sanctions, apart from the notes that led to them (B2).

DPR 249/1998 (*Statuto*) as amended by DPR 134/2025: the facts are put to the student, who is
heard; then the body that the length calls for decides. A sanction bears on behaviour alone.
"""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, UTCDateTime, Versioned, enum_column


class Hearing(StrEnum):
    """How the student used the right to be heard (Statuto art. 4 c. 3)."""

    PRESENT = "present"
    WRITTEN = "written"
    # Summoned, and did not come.
    ABSENT = "absent"


class Outcome(StrEnum):
    """How a procedure ended."""

    DISMISSED = "dismissed"
    REPRIMAND = "reprimand"
    REMOVAL = "removal"
    # From the final assessment or the exam.
    EXCLUSION = "exclusion"


class Body(StrEnum):
    """Who decides: the council of the class, or that of the institute."""

    CLASS = "class-council"
    INSTITUTE = "institute-council"


class Procedure(Versioned, Base):
    """A disciplinary procedure (*procedimento*) about one student: responsibility is individual."""

    __tablename__ = "grades_procedure"

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    class_id: Mapped[int] = mapped_column(
        ForeignKey("school_class.id", ondelete="CASCADE"), index=True
    )
    # What the student is charged with (*contestazione d'addebito*): the family reads it.
    facts: Mapped[str]
    opened_on: Mapped[date]
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime())
    summoned_on: Mapped[date]
    summoned_at: Mapped[time | None]
    hearing: Mapped[Hearing | None] = mapped_column(enum_column(Hearing))
    heard_on: Mapped[date | None]
    # What was said, or written, in defence.
    hearing_record: Mapped[str | None]
    outcome: Mapped[Outcome | None] = mapped_column(enum_column(Outcome))
    decided_on: Mapped[date | None]
    body: Mapped[Body | None] = mapped_column(enum_column(Body))
    # Why, and the number of the act.
    grounds: Mapped[str | None]
    act: Mapped[str | None]
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    cancelled_reason: Mapped[str | None]


class ProcedureNote(Base):
    """A note that a procedure rests on."""

    __tablename__ = "grades_procedure_note"

    procedure_id: Mapped[int] = mapped_column(
        ForeignKey("grades_procedure.id", ondelete="CASCADE"), primary_key=True
    )
    note_id: Mapped[int] = mapped_column(
        ForeignKey("grades_note.id", ondelete="CASCADE"), primary_key=True
    )


class Sanction(Base):
    """Days on which a student is kept from lessons (*allontanamento*), and what they do instead."""

    __tablename__ = "grades_sanction"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", "in_order"),
        Index("ix_grades_sanction_student_days", "student_id", "first_day", "last_day"),
    )

    procedure_id: Mapped[int] = mapped_column(
        ForeignKey("grades_procedure.id", ondelete="CASCADE"), primary_key=True
    )
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    # School days between, as counted when it was decided: they say which body decides.
    days: Mapped[int]
    activity: Mapped[str]
    # The listed structure where the activity takes place; None: at school.
    place: Mapped[str | None]
    # Set when the procedure is cancelled, so that the days count as nothing.
    lifted_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
