"""Reading what may be written in a course: one statement for levels and codes together."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Date,
    Integer,
    String,
    bindparam,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from registro_grades.courses.course import Course
from registro_grades.models import Code, Scale, ScaleLevel, ScaleUse, Tone
from registro_grades.scales.vocabulary import CodeShown, Dated, Level, Vocabularies
from registro_grades.values import Style

LEVEL = "level"


def vocabularies(session: Session, course: Course, first: date, last: date) -> Vocabularies:
    """What may be written in a course from a day to a day: one statement.

    The school's way of writing marks is `style_of` its settings, and joins where they are known.
    """
    use = ScaleUse.RELIGION if course.by_judgement else ScaleUse.SUBJECTS
    values = {"use": use, "order": course.order, "first": first, "last": last}
    rows = session.execute(STATEMENT, values)
    return Vocabularies(not course.by_judgement, tuple(_dated(rows)))


def _dated(rows: Any) -> Iterator[Dated]:
    for row in rows:
        if row.what == LEVEL:
            level = Level(row.id, row.short, row.label, row.number, bool(row.flag), row.scale_id)
            yield Dated(level, row.starts_on, row.ends_on, own=bool(row.second))
        else:
            code = CodeShown(
                row.id,
                row.short,
                row.label,
                Tone(row.tone),
                row.number,
                for_family=bool(row.flag),
                for_absent=bool(row.second),
            )
            retired = row.ends_on
            yield Dated(code, None, retired - timedelta(days=1) if retired else None)


def _statement() -> CompoundSelect[Any]:
    """Levels from the lowest, then codes, as rows of one shape.

    `flag` is a sufficient level, or a code for families; `second` is a scale of this order
    alone, or a code for who was absent.
    """
    use, order = bindparam("use", type_=Scale.use.type), bindparam("order", type_=Scale.order.type)
    first, last = bindparam("first", type_=Date()), bindparam("last", type_=Date())
    levels: Any = (
        select(
            literal(LEVEL).label("what"),
            ScaleLevel.id,
            ScaleLevel.short,
            ScaleLevel.name.label("label"),
            ScaleLevel.position.label("number"),
            literal("").label("tone"),
            ScaleLevel.passing.label("flag"),
            Scale.order.is_not(None).label("second"),
            ScaleLevel.scale_id,
            Scale.starts_on,
            Scale.ends_on,
        )
        .join_from(ScaleLevel, Scale, Scale.id == ScaleLevel.scale_id)
        .where(
            Scale.use == use,
            or_(Scale.order.is_(None), Scale.order == order),
            Scale.starts_on <= last,
            or_(Scale.ends_on.is_(None), Scale.ends_on >= first),
        )
    )
    codes: Any = select(
        literal("code"),
        Code.id,
        Code.short,
        Code.label,
        Code.quarters,
        cast(Code.tone, String),
        Code.for_family,
        Code.for_absent,
        cast(null(), Integer),
        cast(null(), Date),
        Code.retired_on,
    ).where(or_(Code.retired_on.is_(None), Code.retired_on > first))
    return union_all(levels, codes).order_by("what", "scale_id", "number", "id")


STATEMENT = _statement()


def style_of(chosen: str) -> Style:
    """The way of writing marks that a school's setting names."""
    return Style(chosen)
