"""Tables of circulars, of whom they are for, and of who read and signed them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, UTCDateTime, Versioned, enum_column


class CircularState(StrEnum):
    """How far a circular has come. Nothing that was published is deleted."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


class ForWhom(StrEnum):
    """Kinds of addressee."""

    FAMILIES = "families"
    STUDENTS = "students"
    TEACHERS = "teachers"
    STAFF = "staff"
    PERSON = "person"


class Circular(Versioned, Base):
    """A circular (*circolare*) of a school year; it has a number once it was published."""

    __tablename__ = "messaging_circular"
    __table_args__ = (
        UniqueConstraint("year_id", "number"),
        CheckConstraint("(state = 'draft') = (number IS NULL)", name="numbered"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("school_year.id", ondelete="CASCADE"))
    number: Mapped[int | None]
    state: Mapped[CircularState] = mapped_column(
        enum_column(CircularState), default=CircularState.DRAFT, index=True
    )
    title: Mapped[str]
    text: Mapped[str]
    # Recipients are asked to sign that they have read it (*presa visione*), perhaps by a day.
    needs_signature: Mapped[bool] = mapped_column(default=False)
    # Each parent signs; otherwise one for each child is enough.
    each_signs: Mapped[bool] = mapped_column(default=False)
    sign_by: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    withdraw_reason: Mapped[str | None]


class CircularCounter(Base):
    """The last number given in a school year: who publishes waits here, so there are no gaps."""

    __tablename__ = "messaging_circular_counter"

    year_id: Mapped[int] = mapped_column(
        ForeignKey("school_year.id", ondelete="CASCADE"), primary_key=True
    )
    last: Mapped[int]


class Addressee(Base):
    """For whom a circular is: a kind of people, of the whole school or of one part of it."""

    __tablename__ = "messaging_circular_addressee"

    id: Mapped[int] = mapped_column(primary_key=True)
    circular_id: Mapped[int] = mapped_column(
        ForeignKey("messaging_circular.id", ondelete="CASCADE"), index=True
    )
    for_whom: Mapped[ForWhom] = mapped_column(enum_column(ForWhom))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id", ondelete="CASCADE"))
    class_id: Mapped[int | None] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"))
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("teaching_group.id", ondelete="CASCADE")
    )
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )


class Recipient(Base):
    """Somebody who received a circular, for a student or as a member of staff.

    A parent has a row for each child. The class is the student's on that day.
    """

    __tablename__ = "messaging_circular_recipient"
    __table_args__ = (
        # Named by hand: PostgreSQL's names end at 63 letters.
        UniqueConstraint(
            "circular_id",
            "person_id",
            "student_id",
            name="uq_messaging_circular_recipient_family",
        ),
        Index(
            "uq_messaging_circular_recipient_staff",
            "circular_id",
            "person_id",
            unique=True,
            sqlite_where=text("student_id IS NULL"),
            postgresql_where=text("student_id IS NULL"),
        ),
        Index("ix_messaging_circular_recipient_student", "student_id", "circular_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    circular_id: Mapped[int] = mapped_column(
        ForeignKey("messaging_circular.id", ondelete="CASCADE")
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    student_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    class_id: Mapped[int | None] = mapped_column(ForeignKey("school_class.id", ondelete="SET NULL"))
    added_at: Mapped[datetime] = mapped_column(UTCDateTime())
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    signed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())


class CircularFile(Base):
    """An attachment of a circular."""

    __tablename__ = "messaging_circular_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    circular_id: Mapped[int] = mapped_column(
        ForeignKey("messaging_circular.id", ondelete="CASCADE"), index=True
    )
    file_id: Mapped[int] = mapped_column(
        ForeignKey("stored_file.id", ondelete="RESTRICT"), index=True
    )
