"""Tables of the school's organisation."""

from datetime import date, time
from fractions import Fraction

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.db.base import Base, Versioned
from registro_core.db.types import FractionType, enum_column
from registro_core.items import (
    DutyKind,
    GroupKind,
    ReligionChoice,
    SchoolOrder,
    SubjectKind,
    TeachingKind,
)


class School(Versioned, Base):
    """The institute: always one row. `settings` holds what the school changed from the defaults."""

    __tablename__ = "school"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    code: Mapped[str | None]
    city: Mapped[str | None]
    settings: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    # Set by the demo command, so that it may never be mistaken for a real school.
    is_demo: Mapped[bool] = mapped_column(default=False)


class Site(Versioned, Base):
    """A building of the school (*sede*, *plesso*) with its own code and bell schedule."""

    __tablename__ = "site"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    address: Mapped[str | None]


class SchoolYear(Base):
    """A school year; years are kept for ever."""

    __tablename__ = "school_year"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class Term(Versioned, Base):
    """A marking period (*trimestre*, *quadrimestre*, *pentamestre*)."""

    __tablename__ = "term"
    __table_args__ = (UniqueConstraint("year_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("school_year.id", ondelete="CASCADE"))
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class Holiday(Base):
    """A day without lessons, for the whole school or for one site."""

    __tablename__ = "holiday"
    __table_args__ = (UniqueConstraint("day", "site_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    description: Mapped[str]
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id", ondelete="CASCADE"))


class BellSchedule(Base):
    """A site's bell schedule (*scansione oraria*), valid from a day until the next one begins."""

    __tablename__ = "bell_schedule"
    __table_args__ = (UniqueConstraint("site_id", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id", ondelete="CASCADE"))
    valid_from: Mapped[date]


class BellSlot(Base):
    """One hour of a weekday: start, end and its worth in teaching units (1, 5/6, ...) (L10)."""

    __tablename__ = "bell_slot"
    __table_args__ = (UniqueConstraint("schedule_id", "weekday", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("bell_schedule.id", ondelete="CASCADE"))
    # As ISO counts: Monday is 1.
    weekday: Mapped[int]
    number: Mapped[int]
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    units: Mapped[Fraction] = mapped_column(FractionType())


class SchoolClass(Versioned, Base):
    """A class of one school year, such as "3B"."""

    __tablename__ = "school_class"
    __table_args__ = (UniqueConstraint("year_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("school_year.id", ondelete="CASCADE"))
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    name: Mapped[str]
    grade: Mapped[int]
    section: Mapped[str]
    order: Mapped[SchoolOrder] = mapped_column("school_order", enum_column(SchoolOrder))
    course: Mapped[str | None]
    # Five-day week: Saturday slots of the site are not for this class.
    short_week: Mapped[bool] = mapped_column(default=False)
    # Weekly hours by which the 25 % rule counts; None: the sum of its slots or teachings (A1).
    weekly_hours: Mapped[Fraction | None] = mapped_column(FractionType())


class Enrolment(Versioned, Base):
    """A student's stay in a class; a change of class ends one and begins another."""

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("student_id", "class_id", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    class_id: Mapped[int] = mapped_column(
        ForeignKey("school_class.id", ondelete="CASCADE"), index=True
    )
    starts_on: Mapped[date]
    # The last day in the class; None: still there.
    ends_on: Mapped[date | None]
    religion: Mapped[ReligionChoice] = mapped_column(
        enum_column(ReligionChoice), default=ReligionChoice.ATTENDS
    )
    leaving_reason: Mapped[str | None]


class Subject(Versioned, Base):
    """A subject (*materia*)."""

    __tablename__ = "subject"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[SubjectKind] = mapped_column(enum_column(SubjectKind))


class Group(Versioned, Base):
    """Students taught apart or together: part of a class, or several classes (L5)."""

    __tablename__ = "teaching_group"
    __table_args__ = (UniqueConstraint("year_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("school_year.id", ondelete="CASCADE"))
    name: Mapped[str]
    kind: Mapped[GroupKind] = mapped_column(enum_column(GroupKind))


class GroupClass(Base):
    """A class whose students may be in a group."""

    __tablename__ = "group_class"

    group_id: Mapped[int] = mapped_column(
        ForeignKey("teaching_group.id", ondelete="CASCADE"), primary_key=True
    )
    class_id: Mapped[int] = mapped_column(
        ForeignKey("school_class.id", ondelete="CASCADE"), primary_key=True
    )


class GroupMember(Base):
    """A student's stay in a group."""

    __tablename__ = "group_member"
    __table_args__ = (UniqueConstraint("group_id", "student_id", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(
        ForeignKey("teaching_group.id", ondelete="CASCADE"), index=True
    )
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class Teaching(Versioned, Base):
    """Who teaches what to whom (*cattedra*), dated.

    A long supply is a teaching of its own that names the person replaced, with
    full rights (L2); a support teaching names its student (L3).
    """

    __tablename__ = "teaching"

    id: Mapped[int] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    class_id: Mapped[int] = mapped_column(
        ForeignKey("school_class.id", ondelete="CASCADE"), index=True
    )
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("teaching_group.id", ondelete="CASCADE")
    )
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    kind: Mapped[TeachingKind] = mapped_column(enum_column(TeachingKind))
    student_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    weekly_hours: Mapped[Fraction | None] = mapped_column(FractionType())
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class ClassDuty(Base):
    """A duty in the class council: coordinator, secretary."""

    __tablename__ = "class_duty"

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(
        ForeignKey("school_class.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[DutyKind] = mapped_column(enum_column(DutyKind))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class TeacherCode(Base):
    """The short name of a teacher in the timetable program (*sigla*)."""

    __tablename__ = "teacher_code"

    code: Mapped[str] = mapped_column(primary_key=True)
    teacher_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
