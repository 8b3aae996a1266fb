"""Marks added up by the database: a row for each student and subject, never one for each mark."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, extract, func, or_, select
from sqlalchemy.orm import Session

from registro_core.api import Enrolment, Subject, holds_on
from registro_grades.charts.distribution import Level
from registro_grades.models import Assessment, Code, Mark, Note, ScaleLevel, Share
from registro_grades.values import PASS, PER_POINT


@dataclass(frozen=True)
class Sums:
    """What a student's marks in a subject add up to.

    `marks` are those given, `low` those below the pass mark; `weighted` is Σ weight x quarters
    and `weights` Σ weight of those that count in averages (G3).
    """

    class_id: int
    student_id: int
    subject_id: int
    subject: str
    marks: int
    low: int
    weighted: int
    weights: int

    @property
    def average(self) -> Fraction | None:
        """The student's average in the subject, exact; None where nothing counts."""
        return Fraction(self.weighted, self.weights * PER_POINT) if self.weights else None


def sums(session: Session, class_ids: Collection[int], first: date, until: date) -> list[Sums]:
    """The sums of who is in some classes on the last day, by student and subject: one statement.

    As in the overview of a class: scheduled marks count, drafts and cancelled ones do not.
    """
    quarters = func.coalesce(Mark.quarters, Code.quarters)
    counted = and_(Assessment.share == Share.WHOLE, quarters.is_not(None))
    judged = and_(Mark.level_id.is_not(None), ScaleLevel.passing.is_(False))
    number = and_(Mark.level_id.is_(None), Mark.quarters < PASS)
    key = (Enrolment.class_id, Mark.student_id, Assessment.subject_id, Subject.name)
    statement = _marks(
        *key,
        _count(_given()),
        _count(and_(_given(), or_(judged, number))),
        func.sum(case((counted, Assessment.weight * quarters), else_=0)),
        func.sum(case((counted, Assessment.weight), else_=0)),
    ).where(*_wanted(class_ids, first, until))
    return [Sums(*map(_whole, row)) for row in session.execute(statement.group_by(*key))]


@dataclass(frozen=True)
class Given:
    """How often each mark was given: numbers by their quarters, judgements the best first."""

    numbers: Counter[int]
    judgements: list[Level]


def given(session: Session, class_ids: Collection[int], first: date, until: date) -> Given:
    """How often each mark was given in some classes: one statement."""
    key = (Mark.quarters, ScaleLevel.scale_id, ScaleLevel.position, ScaleLevel.name)
    rows = session.execute(
        _marks(*key, func.count()).where(*_wanted(class_ids, first, until)).group_by(*key)
    ).all()
    levels = [row for row in rows if row.scale_id is not None]
    levels.sort(key=lambda row: (row.scale_id, -row.position))
    numbers: Counter[int] = Counter()
    for row in rows:
        if row.quarters is not None:
            numbers[row.quarters] += row[-1]
    return Given(numbers, [Level(row.name, row[-1]) for row in levels])


def notes_by_month(
    session: Session, class_ids: Collection[int], first: date, until: date
) -> dict[date, int]:
    """How many disciplinary notes hold, by the first day of their month: one statement."""
    year, month = extract("year", Note.day), extract("month", Note.day)
    rows = session.execute(
        select(year, month, func.count())
        .where(
            Note.class_id.in_(class_ids),
            Note.day.between(first, until),
            Note.cancelled_at.is_(None),
        )
        .group_by(year, month)
        .order_by(year, month)
    )
    return {date(int(y), int(m), 1): count for y, m, count in rows}


def _marks(*columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(Mark)
        .join(Assessment, Assessment.id == Mark.assessment_id)
        .join(Subject, Subject.id == Assessment.subject_id)
        .join(Enrolment, Enrolment.student_id == Mark.student_id)
        .outerjoin(ScaleLevel, ScaleLevel.id == Mark.level_id)
        .outerjoin(Code, Code.id == Mark.code_id)
    )


def _wanted(
    class_ids: Collection[int], first: date, until: date
) -> tuple[ColumnElement[bool], ...]:
    return (
        Enrolment.class_id.in_(class_ids),
        holds_on(Enrolment, until),
        Assessment.day.between(first, until),
        Mark.publish_at.is_not(None),
        Mark.cancelled_at.is_(None),
    )


def _given() -> ColumnElement[bool]:
    """SQL: whether a mark is one, and not words alone or the sign of an absence (G5, G8)."""
    said = or_(Mark.quarters.is_not(None), Mark.level_id.is_not(None), Mark.code_id.is_not(None))
    return and_(said, or_(Code.id.is_(None), Code.for_absent.is_(False)))


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _whole(value: Any) -> Any:
    # PostgreSQL adds integers up to a decimal.
    return value if isinstance(value, str) else int(value)
