"""Tables of timetables, lessons and signatures, and of hours that are not held."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, UTCDateTime, Versioned, enum_column

CLASS_OR_GROUP = "(class_id IS NULL) <> (group_id IS NULL)"


class SignatureKind(StrEnum):
    """In what quality a teacher signs an hour (L1-L3)."""

    CURRICULAR = "curricular"
    CO_TEACHING = "co-teaching"
    SUBSTITUTION = "substitution"
    SUPPORT = "support"


class RollPart(StrEnum):
    """For which share of the class a lesson is: only the hour of religion splits it (L4)."""

    WHOLE = "whole"
    RELIGION = "religion"
    ALTERNATIVE = "alternative"
    OTHERS = "others"


class ModuleKind(StrEnum):
    """Activities of an hour that are documented but never graded."""

    ORIENTATION = "orientation"
    WORK_EXPERIENCE = "work-experience"
    ASSEMBLY = "assembly"
    OTHER = "other"


class Timetable(Versioned, Base):
    """A version of the timetable. Versions are never replaced: a later one takes over (X5).

    On a day the version in force is the latest that has begun and not ended.
    """

    __tablename__ = "lessons_timetable"

    id: Mapped[int] = mapped_column(primary_key=True)
    year_id: Mapped[int] = mapped_column(
        ForeignKey("school_year.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str]
    valid_from: Mapped[date]
    # The last day, if the version ends before another begins; None: until the next one.
    valid_to: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())
    # SHA-256 of the imported file: the same file twice makes one version. None: made by hand.
    source_digest: Mapped[str | None]


class TimetableEntry(Base):
    """An hour of the week of one teacher with a class or a group; co-teachers have one each."""

    __tablename__ = "lessons_timetable_entry"
    __table_args__ = (
        CheckConstraint(CLASS_OR_GROUP, name="class_or_group"),
        Index("ix_lessons_timetable_entry_hour", "timetable_id", "weekday", "slot"),
        Index("ix_lessons_timetable_entry_teacher", "timetable_id", "teacher_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    timetable_id: Mapped[int] = mapped_column(
        ForeignKey("lessons_timetable.id", ondelete="CASCADE")
    )
    class_id: Mapped[int | None] = mapped_column(
        ForeignKey("school_class.id", ondelete="CASCADE"), index=True
    )
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("teaching_group.id", ondelete="CASCADE"), index=True
    )
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id", ondelete="RESTRICT"))
    teacher_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    # As ISO counts: Monday is the first.
    weekday: Mapped[int]
    slot: Mapped[int]
    room: Mapped[str | None]


class Lesson(Versioned, Base):
    """An hour held and signed, of a class or a group: topic and activity are shared by its signers.

    `subject_id` follows from the signatures, whatever their order (L1); an hour
    of supply or support alone has none.
    """

    __tablename__ = "lessons_lesson"
    __table_args__ = (
        CheckConstraint(CLASS_OR_GROUP, name="class_or_group"),
        # NULLs differ from each other, so the two kinds of place need an index each.
        Index(
            "uq_lessons_lesson_class",
            "class_id",
            "day",
            "slot",
            "part",
            unique=True,
            sqlite_where=text("class_id IS NOT NULL"),
            postgresql_where=text("class_id IS NOT NULL"),
        ),
        Index(
            "uq_lessons_lesson_group",
            "group_id",
            "day",
            "slot",
            unique=True,
            sqlite_where=text("group_id IS NOT NULL"),
            postgresql_where=text("group_id IS NOT NULL"),
        ),
        Index("ix_lessons_lesson_day", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int | None] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"))
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("teaching_group.id", ondelete="CASCADE")
    )
    day: Mapped[date]
    slot: Mapped[int]
    part: Mapped[RollPart] = mapped_column(enum_column(RollPart), default=RollPart.WHOLE)
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id", ondelete="RESTRICT"))
    module: Mapped[ModuleKind | None] = mapped_column(enum_column(ModuleKind))
    topic: Mapped[str | None]
    activity: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())


class Signature(Base):
    """A teacher's signature on a lesson: one per teacher and hour (L1).

    Day and slot repeat the lesson's so that the database itself refuses a
    second one. A support teacher's topic and activity are their own, bound to
    a student, and no part of the class register (L3).
    """

    __tablename__ = "lessons_signature"
    __table_args__ = (UniqueConstraint("teacher_id", "day", "slot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(
        ForeignKey("lessons_lesson.id", ondelete="CASCADE"), index=True
    )
    teacher_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    day: Mapped[date]
    slot: Mapped[int]
    kind: Mapped[SignatureKind] = mapped_column(enum_column(SignatureKind))
    # None for a supply, which is not teaching of the subject (L2).
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id", ondelete="RESTRICT"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    student_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    topic: Mapped[str | None]
    activity: Mapped[str | None]
    # When it was really signed, however late (L8).
    signed_at: Mapped[datetime] = mapped_column(UTCDateTime())


class Cancellation(Base):
    """An hour of a class that is not held (assembly, early closing): nobody owes a signature."""

    __tablename__ = "lessons_cancellation"
    __table_args__ = (UniqueConstraint("class_id", "day", "slot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(index=True)
    slot: Mapped[int]
    reason: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())
