"""Tables of how a school judges: scales of judgements, codes, what counts for each subject."""

from datetime import date
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, SchoolOrder, Versioned, enum_column


class ScaleUse(StrEnum):
    """What a scale of judgements is for."""

    # The subjects of an order of school: primary school has no numbers (P1).
    SUBJECTS = "subjects"
    # Religion and what is taught instead: never in numbers (G11).
    RELIGION = "religion"


class Scale(Versioned, Base):
    """A scale of judgements (*giudizi*), valid for whole school years (P1, P2).

    Marks keep the level they were given: a new version changes nothing in older years.
    """

    __tablename__ = "grades_scale"
    __table_args__ = (Index("ix_grades_scale_use_starts_on", "scale_use", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    use: Mapped[ScaleUse] = mapped_column("scale_use", enum_column(ScaleUse))
    # None: every order of school.
    order: Mapped[SchoolOrder | None] = mapped_column("school_order", enum_column(SchoolOrder))
    # The first and the last day of the school years for which it holds.
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class ScaleLevel(Base):
    """A level of a scale: "Ottimo", "In via di prima acquisizione"."""

    __tablename__ = "grades_scale_level"
    __table_args__ = (
        UniqueConstraint("scale_id", "position"),
        UniqueConstraint("scale_id", "short"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scale_id: Mapped[int] = mapped_column(ForeignKey("grades_scale.id", ondelete="CASCADE"))
    # 1 is the lowest: levels have an order and no distance.
    position: Mapped[int]
    name: Mapped[str]
    # What one types in a cell, and what the register shows there.
    short: Mapped[str]
    # Whether the level is sufficient.
    passing: Mapped[bool]
    description: Mapped[str | None]


class Tone(StrEnum):
    """How a code looks: colours follow the theme, so that they are readable in the dark too."""

    NEUTRAL = "neutral"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


class Code(Versioned, Base):
    """A code in the place of a mark: I unprepared, + and -, NC, A absent, MD (G8).

    A code that marks use keeps its meaning: it is retired, and another one takes its letters.
    """

    __tablename__ = "grades_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    short: Mapped[str] = mapped_column(index=True)
    label: Mapped[str]
    tone: Mapped[Tone] = mapped_column(enum_column(Tone))
    # What it counts as in averages; None: nothing.
    quarters: Mapped[int | None]
    for_family: Mapped[bool] = mapped_column(default=True)
    # Says of a student who was absent what is so: needs no confirmation (G7).
    for_absent: Mapped[bool] = mapped_column(default=False)
    # From this day nobody gives it any more.
    retired_on: Mapped[date | None]


class SubjectRule(Versioned, Base):
    """What a school decided of a subject: kinds of mark in use (G2), and whether it counts (G4).

    With a term it holds for that term alone, before the one without. Where there is no
    rule every kind is in use, and every subject but religion counts.
    """

    __tablename__ = "grades_subject_rule"
    __table_args__ = (
        UniqueConstraint("subject_id", "term_id"),
        # The one without a term is one: databases take two NULLs for different.
        Index(
            "ix_grades_subject_rule_whole_year",
            "subject_id",
            unique=True,
            sqlite_where=text("term_id IS NULL"),
            postgresql_where=text("term_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id", ondelete="CASCADE"))
    term_id: Mapped[int | None] = mapped_column(
        ForeignKey("term.id", ondelete="CASCADE"), index=True
    )
    # Values of `Kind`, in the order of the page.
    kinds: Mapped[list[str]] = mapped_column(JSON)
    in_average: Mapped[bool]
