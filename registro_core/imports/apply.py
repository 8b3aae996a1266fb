"""Writing planned rows in bulk."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, func, insert, inspect, select, update
from sqlalchemy.orm import Session

from registro_core.db.base import Base, Versioned
from registro_core.imports.records import ID, Model, Record


def write(session: Session, records: Iterable[Record]) -> None:
    """Delete, insert and update what was planned: a few statements per table.

    Tables go in the order of their foreign keys, so that the id of a new row
    is known where another refers to it.
    """
    by_model: dict[Model, list[Record]] = defaultdict(list)
    for record in records:
        by_model[record.model].append(record)
    for model in _in_order(by_model):
        _delete(session, model, [r for r in by_model[model] if r.removed])
        _insert(session, model, [r for r in by_model[model] if r.is_new and not r.removed])
        _update(session, model, [r for r in by_model[model] if r.is_changed])
    # What the session had read before is no longer true.
    session.expire_all()


def _in_order(models: Iterable[Model]) -> list[Model]:
    order = {table.name: rank for rank, table in enumerate(Base.metadata.sorted_tables)}
    return sorted(models, key=lambda model: order[model.__tablename__])


def _insert(session: Session, model: Model, records: list[Record]) -> None:
    if not records:
        return
    # One statement needs the same columns in every row.
    attributes = list(dict.fromkeys(name for record in records for name in record.values))
    rows = [_resolved(record, attributes) for record in records]
    if ID not in inspect(model).column_attrs:
        session.execute(insert(model), rows)
        return
    ids = _insert_with_ids(session, model, rows)
    for record, new_id in zip(records, ids, strict=True):
        record.values[ID] = new_id


def _insert_with_ids(session: Session, model: Model, rows: list[dict[str, Any]]) -> Iterable[int]:
    """Insert rows in bulk and return their ids in the same order."""
    key = getattr(model, ID)
    if session.get_bind().dialect.name != "sqlite":
        statement = insert(model).returning(key, sort_by_parameter_order=True)
        return session.scalars(statement, rows).all()
    # SQLite returns ids in no certain order, so SQLAlchemy would insert row by
    # row. We hold its only write lock: the next ids are ours to give.
    last = session.scalar(select(func.max(key))) or 0
    ids = range(last + 1, last + 1 + len(rows))
    session.execute(insert(model), [row | {ID: new} for row, new in zip(rows, ids, strict=True)])
    return ids


def _update(session: Session, model: Model, records: list[Record]) -> None:
    """Change rows by primary key; rows that forms edit get a new version."""
    by_columns: dict[frozenset[str], list[dict[str, Any]]] = defaultdict(list)
    keys = [inspect(model).get_property_by_column(c).key for c in inspect(model).primary_key]
    for record in records:
        changed = list(record.before)
        row = _resolved(record, [*keys, *changed])
        if issubclass(model, Versioned):
            row["version"] = record.values["version"] + 1
        by_columns[frozenset(row)].append(row)
    for rows in by_columns.values():
        session.execute(update(model), rows)


def _delete(session: Session, model: Model, records: list[Record]) -> None:
    stored = [record.values[ID] for record in records if not record.is_new]
    if stored:
        session.execute(delete(model).where(getattr(model, ID).in_(stored)))


def _resolved(record: Record, attributes: Iterable[str]) -> dict[str, Any]:
    """The values to write, records replaced by their ids."""
    values = ((name, record.values.get(name)) for name in attributes)
    return {
        name: value.values[ID] if isinstance(value, Record) else value for name, value in values
    }
