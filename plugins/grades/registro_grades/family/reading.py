"""A student's marks as the family reads them: with receipts and changes, one statement."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from registro_core.api import SchoolYear, Term
from registro_grades.courses.terms import Window, Windows, windows_from
from registro_grades.marks.rows import (
    ASSESSMENT_COLUMNS,
    MARK_COLUMNS,
    SUBJECT_COLUMNS,
    MarkRow,
    marks,
)
from registro_grades.marks.visibility import Viewer, visible
from registro_grades.models import Assessment, Correction, Mark, Receipt, ScaleLevel

WIDTH = len(MARK_COLUMNS) + len(ASSESSMENT_COLUMNS) + len(SUBJECT_COLUMNS)


@dataclass(frozen=True)
class MarkChange:
    """A change after publication, as the family is told of it (G9, L8)."""

    at: datetime
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class FamilyMark:
    """A mark with when the reader confirmed it, and what was changed since it was published."""

    mark: MarkRow
    seen_at: datetime | None
    changes: tuple[MarkChange, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether the reader has not confirmed it, or it changed since."""
        if self.mark.cancelled_at is not None:
            return False
        changed = self.changes[-1].at if self.changes else None
        return self.seen_at is None or (changed is not None and changed > self.seen_at)


@dataclass(frozen=True)
class Reader:
    """Who reads, how they stand to the student, and when."""

    person_id: int
    viewer: Viewer
    now: datetime


def family_marks(
    session: Session, student_ids: Collection[int], first: date, last: date, reader: Reader
) -> list[FamilyMark]:
    """Marks of students in a stretch of days, newest first: one statement.

    Of nobody else anything is read.
    """
    own = and_(Receipt.mark_id == Mark.id, Receipt.person_id == reader.person_id)
    statement = (
        marks()
        .add_columns(
            Receipt.seen_at,
            Correction.at,
            Correction.before,
            Correction.after,
            Correction.reason,
        )
        .outerjoin(Receipt, own)
        .outerjoin(Correction, Correction.mark_id == Mark.id)
        .where(
            Mark.student_id.in_(student_ids),
            Assessment.day.between(first, last),
            visible(reader.viewer, reader.now),
        )
        .order_by(Assessment.day.desc(), Mark.id.desc(), Correction.at, Correction.id)
    )
    found: dict[int, FamilyMark] = {}
    for row in session.execute(statement):
        known = found.get(row[0]) or FamilyMark(MarkRow(*row[:WIDTH]), row[WIDTH])
        if row[WIDTH + 1] is not None:
            known = replace(known, changes=(*known.changes, MarkChange(*row[WIDTH + 1 :])))
        found[row[0]] = known
    return list(found.values())


@dataclass(frozen=True)
class YearTerms:
    """A school year with its terms, as one statement reads them."""

    first: date
    last: date
    windows: Windows


def year_terms(session: Session, year_id: int, today: date, wanted: str) -> YearTerms:
    """The terms of a year, and the one the address wants, else today's: one statement."""
    rows = session.execute(
        select(
            SchoolYear.starts_on,
            SchoolYear.ends_on,
            Term.id,
            Term.name,
            Term.starts_on.label("first"),
            Term.ends_on.label("last"),
        )
        .outerjoin(Term, Term.year_id == SchoolYear.id)
        .where(SchoolYear.id == year_id)
        .order_by(Term.starts_on)
    ).all()
    terms = [Window(str(row.id), row.name, row.first, row.last, row.id) for row in rows if row.id]
    first, last = rows[0].starts_on, rows[0].ends_on
    return YearTerms(first, last, windows_from(terms, (first, last), today, wanted))


@dataclass(frozen=True)
class LevelName:
    """A level of a scale; `position` 1 is the lowest."""

    scale_id: int
    position: int
    name: str


def levels_of(session: Session, scale_ids: Collection[int]) -> list[LevelName]:
    """The levels of scales, the best first: one statement, none where there are no judgements."""
    if not scale_ids:
        return []
    rows = session.execute(
        select(ScaleLevel.scale_id, ScaleLevel.position, ScaleLevel.name)
        .where(ScaleLevel.scale_id.in_(scale_ids))
        .order_by(ScaleLevel.scale_id, ScaleLevel.position.desc())
    )
    return [LevelName(*row) for row in rows]
