"""Rows of the database as an import finds them and would leave them. Nothing here writes.

Planning needs thousands of rows, and must neither query for each nor touch
what a session would flush: so they are read once, as columns, into records.
"""

from collections.abc import Iterator
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, inspect, select
from sqlalchemy.orm import Session

from registro_core.db.base import Base

Model: TypeAlias = type[Base]
# The attribute by which every table but a few is keyed.
ID = "id"


class Record:
    """One row: `values` as they will be, `stored` as the database has them (None if new).

    A value that is another record stands for that record's id, which may not
    exist yet. `claims` says which line of which file has set an attribute, so
    that two rows of one import cannot fight over it.
    """

    __slots__ = ("claims", "model", "removed", "stored", "values")

    def __init__(
        self, model: Model, values: dict[str, Any], stored: dict[str, Any] | None = None
    ) -> None:
        self.model = model
        self.values = values
        self.stored = stored
        self.removed = False
        self.claims: dict[str, str] = {}

    def __getitem__(self, attribute: str) -> Any:
        return self.values[attribute]

    @property
    def key(self) -> object:
        """The id, or the record itself as long as it has none."""
        return self.values.get(ID) or self

    @property
    def is_new(self) -> bool:
        """Whether the database does not have it yet."""
        return self.stored is None

    @property
    def before(self) -> dict[str, Any]:
        """The stored values that would change."""
        if self.stored is None:
            return {}
        return {
            name: value for name, value in self.stored.items() if not same(value, self.values[name])
        }

    @property
    def is_changed(self) -> bool:
        """Whether it is in the database and would become different."""
        return not self.removed and bool(self.before)

    def points_at(self, attribute: str, other: "Record") -> bool:
        """Whether a foreign key leads to another record, stored or not."""
        return same(self.values[attribute], other)


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal, a record counting as its id (without one: as itself)."""
    one = one.key if isinstance(one, Record) else one
    other = other.key if isinstance(other, Record) else other
    return bool(one == other)


class Records:
    """All rows that a plan has looked at, by table."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._by_model: dict[Model, list[Record]] = {}

    def of(self, model: Model, *conditions: ColumnElement[bool]) -> list[Record]:
        """The rows of a table, read at the first call (which alone may set conditions)."""
        if model not in self._by_model:
            self._by_model[model] = list(self._read(model, conditions))
        return [record for record in self._by_model[model] if not record.removed]

    def pairs(self, statement: Select[Any, Any]) -> list[tuple[Any, Any]]:
        """Read two columns that are only looked at, never changed."""
        return [(one, other) for one, other in self._session.execute(statement)]

    def add(self, model: Model, values: dict[str, Any]) -> Record:
        """A row to be created. Foreign keys may be given as records."""
        self.of(model)
        record = Record(model, values)
        self._by_model[model].append(record)
        return record

    def every(self) -> Iterator[Record]:
        """All records, in the order of reading and creating."""
        for records in self._by_model.values():
            yield from records

    def _read(self, model: Model, conditions: tuple[ColumnElement[bool], ...]) -> Iterator[Record]:
        attributes = [attribute.key for attribute in inspect(model).column_attrs]
        columns = [getattr(model, name).label(name) for name in attributes]
        for row in self._session.execute(select(*columns).where(*conditions)):
            values = dict(zip(attributes, row, strict=True))
            yield Record(model, values, dict(values))
