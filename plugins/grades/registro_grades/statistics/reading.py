"""How often each mark was given, and how many notes, in a part of the school."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from registro_grades.charts.distribution import Level
from registro_grades.marks.sums import valid_marks
from registro_grades.models import Mark, Note, ScaleLevel


@dataclass(frozen=True)
class Given:
    """How often each mark was given: numbers by their quarters, judgements the best first."""

    numbers: Counter[int]
    judgements: list[Level]


def given(session: Session, class_ids: Collection[int], first: date, until: date) -> Given:
    """How often each mark was given in some classes: one statement."""
    key = (Mark.quarters, ScaleLevel.scale_id, ScaleLevel.position, ScaleLevel.name)
    rows = session.execute(
        valid_marks(class_ids, first, until, *key, func.count()).group_by(*key)
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
