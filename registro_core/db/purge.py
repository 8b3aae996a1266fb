"""Removing what a plugin left in the database, after keeping a copy of it."""

import csv
import io
import zipfile
from pathlib import Path

from sqlalchemy import Connection, MetaData, Table, inspect, select

from registro_core.db.migrate import known_owners, owner_of, version_table


def tables_of(connection: Connection, owner: str) -> list[str]:
    """Return the names of an owner's tables, that of its migrations last."""
    owners = known_owners(connection)
    names = inspect(connection).get_table_names()
    version = version_table(owner)
    own = [name for name in names if owner_of(name, owners) == owner and name != version]
    return sorted(own) + [version] * (version in names)


def count_rows(connection: Connection, owner: str) -> dict[str, int]:
    """Return how many rows each of an owner's tables holds."""
    quote = connection.dialect.identifier_preparer.quote
    return {
        name: connection.exec_driver_sql(f"SELECT count(*) FROM {quote(name)}").scalar_one()  # noqa: S608 - names of existing tables
        for name in tables_of(connection, owner)
    }


def export(connection: Connection, owner: str, target: Path) -> None:
    """Write an owner's tables into a zip, one CSV file each (UTF-8, with a line of names)."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in _reflected(connection, owner):
            archive.writestr(f"{table.name}.csv", _as_csv(connection, table))


def drop(connection: Connection, owner: str) -> None:
    """Drop an owner's tables, those that refer to others first."""
    own = _reflected(connection, owner)
    if own:
        own[0].metadata.drop_all(connection, tables=own)


def _reflected(connection: Connection, owner: str) -> list[Table]:
    """Return the owner's tables as they are; those of the core they refer to are known, not listed."""
    tables, names = MetaData(), tables_of(connection, owner)
    tables.reflect(connection, only=names)
    return [tables.tables[name] for name in names]


def _as_csv(connection: Connection, table: Table) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow([column.name for column in table.columns])
    writer.writerows(connection.execute(select(table)))
    return text.getvalue()
