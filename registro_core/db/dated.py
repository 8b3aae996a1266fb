"""Rows that hold from one day to another: enrolments, teachings, duties, roles, guardianships."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, or_

Day = date | SQLColumnExpression[date]


def holds_on(dated: Any, day: Day) -> ColumnElement[bool]:
    """SQL: whether a dated row holds on a day, first and last included; without a last it lasts.

    :param dated: a table, or an alias of one, with `starts_on` and `ends_on`.
    :param day: a day, or what stands for one in the statement.
    """
    return and_(dated.starts_on <= day, or_(dated.ends_on.is_(None), dated.ends_on >= day))
