"""Tables of homework: what is assigned, to whom, who has done it, what was handed in."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, UTCDateTime, Versioned, enum_column


class Kind(StrEnum):
    """What is assigned: homework (*compiti*), or a planned test (*verifica*) of some sort."""

    HOMEWORK = "homework"
    WRITTEN = "written"
    ORAL = "oral"
    PRACTICAL = "practical"

    @property
    def is_test(self) -> bool:
        """Whether it is a planned test."""
        return self is not Kind.HOMEWORK


class Share(StrEnum):
    """For which students of the class: in religion it is split (L4)."""

    WHOLE = "whole"
    RELIGION = "religion"
    ALTERNATIVE = "alternative"


class News(StrEnum):
    """What families are told at `told_at`."""

    NEW = "new"
    CHANGED = "changed"
    CANCELLED = "cancelled"


class Assignment(Versioned, Base):
    """Homework or a planned test, for a class, a group or chosen students of theirs."""

    __tablename__ = "homework_assignment"
    __table_args__ = (
        Index("ix_homework_assignment_class_due", "class_id", "due_on"),
        Index("ix_homework_assignment_group_due", "group_id", "due_on"),
        Index("ix_homework_assignment_teacher_due", "teacher_id", "due_on"),
        Index("ix_homework_assignment_due_on", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(enum_column(Kind))
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"))
    # Its students are told, of whichever class; None: those of the class.
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("teaching_group.id", ondelete="CASCADE")
    )
    share: Mapped[Share] = mapped_column(enum_column(Share), default=Share.WHOLE)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    assigned_on: Mapped[date]
    # The day for which it is due; of a test its day.
    due_on: Mapped[date]
    # Of a test the hour of that day, where it is known: the number of a slot.
    slot: Mapped[int | None]
    # What to do, or what the test is about.
    text: Mapped[str]
    # What the teacher thinks it takes, in minutes.
    minutes: Mapped[int | None]
    # Addresses of pages, https only.
    links: Mapped[list[str]] = mapped_column(JSON, default=list)
    # Whether students hand it in here.
    hand_in: Mapped[bool] = mapped_column(default=False)
    # Only for the students in `homework_student`.
    chosen: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())
    changed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    cancelled_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    cancelled_reason: Mapped[str | None]
    # When families are told of it, or of its last change, together with the rest of the day.
    told_at: Mapped[datetime | None] = mapped_column(UTCDateTime(), index=True)
    news: Mapped[News] = mapped_column(enum_column(News), default=News.NEW)


class ChosenStudent(Base):
    """A student for whom alone, or with others, something is."""

    __tablename__ = "homework_student"

    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("homework_assignment.id", ondelete="CASCADE"), primary_key=True
    )
    student_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Done(Base):
    """A student's tick that something is done: their own aid, no record of the school."""

    __tablename__ = "homework_done"

    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("homework_assignment.id", ondelete="CASCADE"), primary_key=True
    )
    student_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    done_at: Mapped[datetime] = mapped_column(UTCDateTime())


class HandIn(Versioned, Base):
    """What a student handed in, and what the teacher said to it."""

    __tablename__ = "homework_hand_in"
    __table_args__ = (UniqueConstraint("assignment_id", "student_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("homework_assignment.id", ondelete="CASCADE")
    )
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    # The last time; late is what came after the day for which it was due.
    handed_in_at: Mapped[datetime] = mapped_column(UTCDateTime())
    comment: Mapped[str | None]
    returned_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    returned_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


class Attachment(Base):
    """A file that comes with an assignment (*allegato*)."""

    __tablename__ = "homework_attachment"

    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("homework_assignment.id", ondelete="CASCADE"), primary_key=True
    )
    file_id: Mapped[int] = mapped_column(
        ForeignKey("stored_file.id", ondelete="RESTRICT"), primary_key=True, index=True
    )


class HandInFile(Base):
    """A file that a student handed in."""

    __tablename__ = "homework_hand_in_file"

    hand_in_id: Mapped[int] = mapped_column(
        ForeignKey("homework_hand_in.id", ondelete="CASCADE"), primary_key=True
    )
    file_id: Mapped[int] = mapped_column(
        ForeignKey("stored_file.id", ondelete="RESTRICT"), primary_key=True, index=True
    )
