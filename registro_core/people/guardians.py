"""Guardians: when they see and are told of a student."""

from sqlalchemy import ColumnElement, and_, or_

from registro_core.db.dated import Day, holds_on
from registro_core.people.models import Guardianship


def guards_on(day: Day) -> ColumnElement[bool]:
    """SQL: whether a guardianship holds on a day and no court restricts it then (V1)."""
    restricted_from = Guardianship.restricted_from
    return and_(holds_on(Guardianship, day), or_(restricted_from.is_(None), restricted_from > day))
