"""Rows collected in memory and written in bulk.

Ids are given here, not by the database: what refers to a row needs no round
trip to learn its id, and the same seed gives the same school everywhere.
"""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import Table, func, insert, inspect, select, text
from sqlalchemy.orm import Session

from registro_core.db.base import Base


class Rows:
    """Rows of the core's tables, in the order in which they must be written."""

    def __init__(self, now: datetime) -> None:
        """`now` is when everything was made, as far as the tables tell."""
        self.now = now
        self._rows: dict[type[Base], list[dict[str, object]]] = defaultdict(list)

    def add(self, model: type[Base], **values: object) -> int:
        """Add a row with the next id and return that."""
        number = len(self._rows[model]) + 1
        self._rows[model].append({"id": number, **values})
        return number

    def add_bare(self, model: type[Base], **values: object) -> None:
        """Add a row of a table whose key is made of its values."""
        self._rows[model].append(values)

    def count(self, model: type[Base]) -> int:
        """Return how many rows of a table there are."""
        return len(self._rows[model])

    def write(self, session: Session) -> None:
        """Insert everything, tables that others refer to first."""
        order = {table: position for position, table in enumerate(Base.metadata.sorted_tables)}
        for model in sorted(self._rows, key=lambda model: order[_table(model)]):
            session.execute(insert(model), _filled(self._rows[model]))


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 - a mapped class may be a join; ours are not
    return table


def _filled(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Give all rows the same keys, as one statement needs."""
    keys = {key: None for row in rows for key in row}
    return [keys | row for row in rows]


def take_time(session: Session) -> None:
    """Lift the limits that protect web requests: this transaction may think between statements."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL statement_timeout = 0"))
        session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))


def continue_numbering(session: Session) -> None:
    """Let PostgreSQL go on after the ids given here; SQLite does so by itself."""
    if session.get_bind().dialect.name != "postgresql":
        return
    there = set(inspect(session.connection()).get_table_names())
    for table in Base.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None and table.name in there:
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            highest = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
            session.execute(select(func.setval(sequence, highest, False)))
