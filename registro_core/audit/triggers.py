"""The log is append-only: the database itself refuses to change or remove an entry (check 54).

Values may be deleted (a lawful erasure, which is an act in the log itself), but
never altered. Installed after every migration of the core rather than once:
rebuilding a table, which is how SQLite alters one, silently drops its triggers.
"""

from sqlalchemy import Connection, text

REFUSAL = "the audit log is append-only"

# (table, operation): what nobody may do.
REFUSED = (
    ("audit_entry", "UPDATE"),
    ("audit_entry", "DELETE"),
    ("audit_values", "UPDATE"),
)
POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""


def name_of(table: str, operation: str) -> str:
    """The name of a trigger."""
    return f"refuse_{operation.lower()}_of_{table}"


def names(dialect: str) -> set[str]:
    """The triggers that must be there on a kind of database."""
    found = {name_of(table, operation) for table, operation in REFUSED}
    if dialect == "postgresql":
        found.add(name_of("audit_entry", "TRUNCATE"))
    return found


def install(connection: Connection) -> None:
    """Create the triggers, replacing those that are there."""
    if connection.dialect.name == "postgresql":
        _install_on_postgresql(connection)
        return
    for table, operation in REFUSED:
        name = name_of(table, operation)
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        # INSERT OR REPLACE deletes first: the trigger sees it because every
        # connection sets recursive_triggers.
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE {operation} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def _install_on_postgresql(connection: Connection) -> None:
    connection.exec_driver_sql(POSTGRESQL_FUNCTION)
    for table, operation in (*REFUSED, ("audit_entry", "TRUNCATE")):
        name = name_of(table, operation)
        each = "STATEMENT" if operation == "TRUNCATE" else "ROW"
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE {operation} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_audit_change()"
        )


def missing(connection: Connection) -> set[str]:
    """The triggers that somebody has taken away or switched off."""
    if connection.dialect.name == "postgresql":
        statement = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
    else:
        statement = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    present = set(connection.execute(text(statement)).scalars())
    return names(connection.dialect.name) - present
