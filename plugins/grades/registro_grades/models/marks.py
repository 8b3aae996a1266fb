"""Tables of marks: what was assessed, what each student got, what was corrected, who saw it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, ReligionChoice, UTCDateTime, Versioned, enum_column


class Kind(StrEnum):
    """Kinds of mark (G2): where a school gives one mark a subject (*voto unico*), it is single."""

    WRITTEN = "written"
    ORAL = "oral"
    PRACTICAL = "practical"
    GRAPHIC = "graphic"
    SINGLE = "single"


class Share(StrEnum):
    """For which students of the class: religion splits it (L4, G11)."""

    WHOLE = "whole"
    RELIGION = "religion"
    ALTERNATIVE = "alternative"

    def includes(self, choice: ReligionChoice) -> bool:
        """Whether a student who chose so is assessed."""
        return self is Share.WHOLE or choice is SHARES[self]


SHARES = {
    Share.RELIGION: ReligionChoice.ATTENDS,
    Share.ALTERNATIVE: ReligionChoice.ALTERNATIVE,
}


class Assessment(Versioned, Base):
    """What is assessed (*prova*, *valutazione*): a class test with a title, or oral marks of a day.

    It belongs to a class, a subject and a day, and to no signed lesson: civic education is
    assessed in hours of any subject (G6).
    """

    __tablename__ = "grades_assessment"
    __table_args__ = (
        CheckConstraint("weight BETWEEN 0 AND 100", name="weight"),
        Index("ix_grades_assessment_class_id_subject_id_day", "class_id", "subject_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"))
    # Where a subject is taught to a group, the group assessed (L5).
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("teaching_group.id", ondelete="CASCADE"), index=True
    )
    subject_id: Mapped[int] = mapped_column(
        ForeignKey("subject.id", ondelete="RESTRICT"), index=True
    )
    # Religion and what is taught instead may be one subject, and never one register.
    share: Mapped[Share] = mapped_column(enum_column(Share), default=Share.WHOLE)
    teacher_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    day: Mapped[date]
    kind: Mapped[Kind] = mapped_column(enum_column(Kind))
    # Per cent; 0: it does not count in averages (G3).
    weight: Mapped[int] = mapped_column(default=100)
    # What it was about, written once for all; None: marks given one by one.
    title: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    cancel_reason: Mapped[str | None]


class Mark(Versioned, Base):
    """A student's mark in an assessment: a value, a level of a scale, a code, or words alone (G5).

    Without `publish_at` it is a draft; until that instant it is scheduled; from then on the
    family sees it, and it changes only with a reason (G9). It is never deleted.
    """

    __tablename__ = "grades_mark"
    __table_args__ = (
        UniqueConstraint("assessment_id", "student_id"),
        CheckConstraint("quarters BETWEEN 4 AND 40", name="quarters"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(
        ForeignKey("grades_assessment.id", ondelete="CASCADE")
    )
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    quarters: Mapped[int | None]
    level_id: Mapped[int | None] = mapped_column(ForeignKey("grades_scale_level.id"), index=True)
    code_id: Mapped[int | None] = mapped_column(ForeignKey("grades_code.id"), index=True)
    # For the family: the reason of the mark. Alone it is a judgement in free words (G5, G12).
    comment: Mapped[str | None]
    entered_by: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    entered_at: Mapped[datetime] = mapped_column(UTCDateTime())
    publish_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    # When the family's notice of it leaves: until then a change changes the notice.
    told_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    cancel_reason: Mapped[str | None]


class Correction(Base):
    """A change of a mark that the family had seen: shown to it with its reason (G9, L8)."""

    __tablename__ = "grades_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    mark_id: Mapped[int] = mapped_column(
        ForeignKey("grades_mark.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(UTCDateTime())
    by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    # As they were shown.
    before: Mapped[str]
    after: Mapped[str]
    reason: Mapped[str]


class Receipt(Base):
    """Somebody who answers for a student, or the student, has seen a mark (*presa visione*)."""

    __tablename__ = "grades_receipt"

    mark_id: Mapped[int] = mapped_column(
        ForeignKey("grades_mark.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime())
