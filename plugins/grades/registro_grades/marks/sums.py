"""Marks added up by the database: a row for each student and subject, never one for each mark."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from registro_core.api import Enrolment, Subject, holds_on
from registro_grades.marks.results import Result
from registro_grades.models import Assessment, Code, Mark, ScaleLevel, Share
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

    @property
    def result(self) -> Result:
        """The same as `results` has it, but for the judgement and the tests that are missing."""
        return Result(
            self.student_id,
            self.subject_id,
            self.subject,
            average=self.average,
            count=self.marks,
            insufficient=self.low,
        )


def sums(session: Session, class_ids: Collection[int], first: date, until: date) -> list[Sums]:
    """The sums of who is in some classes on the last day, by student and subject: one statement.

    As in the overview of a class: scheduled marks count, drafts and cancelled ones do not.
    """
    quarters = func.coalesce(Mark.quarters, Code.quarters)
    counted = and_(Assessment.share == Share.WHOLE, quarters.is_not(None))
    judged = and_(Mark.level_id.is_not(None), ScaleLevel.passing.is_(False))
    number = and_(Mark.level_id.is_(None), Mark.quarters < PASS)
    key = (Enrolment.class_id, Mark.student_id, Assessment.subject_id, Subject.name)
    statement = valid_marks(
        class_ids,
        first,
        until,
        *key,
        _count(_given()),
        _count(and_(_given(), or_(judged, number))),
        func.sum(case((counted, Assessment.weight * quarters), else_=0)),
        func.sum(case((counted, Assessment.weight), else_=0)),
    )
    return [Sums(*map(_whole, row)) for row in session.execute(statement.group_by(*key))]


def valid_marks(
    class_ids: Collection[int], first: date, until: date, *columns: Any
) -> Select[*tuple[Any, ...]]:
    """The valid marks of who is in some classes on the last day, with level and code."""
    return (
        select(*columns)
        .select_from(Mark)
        .join(Assessment, Assessment.id == Mark.assessment_id)
        .join(Subject, Subject.id == Assessment.subject_id)
        .join(Enrolment, Enrolment.student_id == Mark.student_id)
        .outerjoin(ScaleLevel, ScaleLevel.id == Mark.level_id)
        .outerjoin(Code, Code.id == Mark.code_id)
        .where(
            Enrolment.class_id.in_(class_ids),
            holds_on(Enrolment, until),
            Assessment.day.between(first, until),
            Mark.publish_at.is_not(None),
            Mark.cancelled_at.is_(None),
        )
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
