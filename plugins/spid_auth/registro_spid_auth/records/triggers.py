"""The log is append-only: the database itself refuses to change or remove a line (LOG-3).

Contents may be deleted, but never altered, and only up to a line that a purge named before: the
purge is itself a line of the chain. A migration that builds one of these tables anew (as altering
one does on SQLite) drops its triggers: let it call `install` again.
"""

from sqlalchemy import Connection, text

REFUSAL = "the transaction log is append-only"
NOT_PURGED = "NOT EXISTS (SELECT 1 FROM spid_auth_record WHERE purged_to >= OLD.seq)"
LINES, CONTENTS = "spid_auth_record", "spid_auth_record_content"
FUNCTION = "refuse_spid_auth_record_change"

# Table, operation, and when it is refused (always, if nothing is said).
REFUSED = (
    (LINES, "UPDATE", ""),
    (LINES, "DELETE", ""),
    (CONTENTS, "UPDATE", ""),
    (CONTENTS, "DELETE", NOT_PURGED),
)
POSTGRESQL_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$;
CREATE OR REPLACE FUNCTION {FUNCTION}_unless_purged() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF {NOT_PURGED} THEN RAISE EXCEPTION '{REFUSAL}'; END IF;
  RETURN OLD;
END $$
"""


def name_of(table: str, operation: str) -> str:
    """The name of a trigger."""
    return f"refuse_{operation.lower()}_of_{table}"


def names(dialect: str) -> set[str]:
    """The triggers that must be there on a kind of database."""
    found = {name_of(table, operation) for table, operation, _when in REFUSED}
    if dialect == "postgresql":
        found |= {name_of(table, "TRUNCATE") for table in (LINES, CONTENTS)}
    return found


def install(connection: Connection) -> None:
    """Create the triggers, replacing those that are there."""
    if connection.dialect.name == "postgresql":
        _install_on_postgresql(connection)
        return
    for table, operation, when in REFUSED:
        name, condition = name_of(table, operation), f"WHEN {when} " if when else ""
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE {operation} ON {table} {condition}"
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def _install_on_postgresql(connection: Connection) -> None:
    connection.exec_driver_sql(POSTGRESQL_FUNCTIONS)
    wanted = [(*each, "ROW") for each in REFUSED]
    wanted += [(table, "TRUNCATE", "", "STATEMENT") for table in (LINES, CONTENTS)]
    for table, operation, when, each in wanted:
        name = name_of(table, operation)
        function = f"{FUNCTION}_unless_purged" if when else FUNCTION
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} BEFORE {operation} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION {function}()"
        )


def missing(connection: Connection) -> set[str]:
    """The triggers that somebody has taken away or switched off."""
    if connection.dialect.name == "postgresql":
        statement = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
    else:
        statement = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    present = set(connection.execute(text(statement)).scalars())
    return names(connection.dialect.name) - present
