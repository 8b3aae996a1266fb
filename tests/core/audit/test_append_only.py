"""The database itself refuses to change the log (check 54)."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET act = 'x' WHERE seq = 3",
        "DELETE FROM audit_entry WHERE seq = 3",
        "DELETE FROM audit_entry",
        "UPDATE audit_values SET before = '{}' WHERE seq = 3",
    ],
)
def test_changes_are_refused(log, statement):
    with pytest.raises(DBAPIError, match="append-only"), log.session() as session:
        session.execute(text(statement))
    with log.session() as session:
        assert session.scalar(text("SELECT count(*) FROM audit_entry")) == 10


def test_replacing_or_truncating_is_refused(log):
    with log.session() as session:
        postgresql = session.get_bind().dialect.name == "postgresql"
    statement = (
        "TRUNCATE audit_entry CASCADE"
        if postgresql
        # deletes the row first: seen by the trigger because recursive_triggers is on
        else "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE seq = 3"
    )
    with pytest.raises(DBAPIError, match="append-only"), log.session() as session:
        session.execute(text(statement))
