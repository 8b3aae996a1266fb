"""One kind of data about a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from registro_core.items import Text

Column = InstrumentedAttribute[Any]


@dataclass(frozen=True)
class Section:
    """One kind of data: the columns shown, by name, and those that say whose it is."""

    title: Text
    of: tuple[Column, ...]
    shown: Mapping[str, Column]
    joins: tuple[tuple[Any, Any], ...] = ()

    def about(self, person_id: int) -> Select[*tuple[Any, ...]]:
        """The rows about a person."""
        statement = select(*(column.label(name) for name, column in self.shown.items()))
        for table, condition in self.joins:
            statement = statement.join(table, condition)
        return statement.where(or_(*(column == person_id for column in self.of)))
