"""`registro audit verify`: says that the log is whole, or where it is not (check 54)."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from registro_core.audit.anchors import FILE_NAME
from registro_core.audit.services import Change, record_changes
from registro_core.db.engine import make_bare_engine
from registro_core.items import SYSTEM

NOW = datetime(2026, 11, 23, 9, 30, 1, 123456, tzinfo=UTC)


@pytest.fixture
def log(registro):
    """Five entries, and an engine that the log's protection does not stop."""
    registro("migrate")
    line = next(x for x in registro.config.read_text().splitlines() if "database_url" in x)
    engine = make_bare_engine(line.partition(" = ")[2])
    with Session(engine) as session, session.begin():
        changes = [Change("trial.act", "thing", n, {}, {"value": n}) for n in range(1, 6)]
        record_changes(session, SYSTEM, changes, NOW)
    yield registro, engine
    engine.dispose()


def drop_triggers(connection):
    """Take the log's protection away, as an intruder with all rights would."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        statements = [f"DROP TRIGGER {name}" for name in found.scalars()]
    else:
        found = connection.execute(
            text(
                "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
                "WHERE NOT tgisinternal"
            )
        )
        statements = [f"DROP TRIGGER {name} ON {table}" for name, table in found]
    for statement in statements:
        connection.execute(text(statement))


def test_a_whole_log(log):
    registro, _ = log
    status, output = registro("audit", "verify")
    assert status == 0, output
    assert "5 entries" in output
    assert "head 5:" in output


def test_a_changed_entry_is_named(log):
    registro, engine = log
    with engine.begin() as connection:
        drop_triggers(connection)
        connection.execute(text("UPDATE audit_entry SET act = 'other' WHERE seq = 3"))
    status, output = registro("audit", "verify")
    assert status == 1
    assert "entry 3" in output
    assert "tampered" in output


def test_a_head_kept_elsewhere_shows_an_end_that_was_cut_off(log):
    registro, engine = log
    head = registro("audit", "verify")[1].split("head ")[1].strip()
    assert registro("audit", "verify", "--head", head)[0] == 0
    with engine.begin() as connection:
        drop_triggers(connection)
        connection.execute(text("DELETE FROM audit_values WHERE seq = 5"))
        connection.execute(text("DELETE FROM audit_entry WHERE seq = 5"))
    status, output = registro("audit", "verify", "--head", head)
    assert status == 1
    assert "cut off" in output
    assert "is not a head" in registro("audit", "verify", "--head", "rubbish")[1]


def test_a_false_line_among_the_anchors_is_named(log, tmp_path):
    registro, _ = log
    (tmp_path / "var" / FILE_NAME).write_text('{"seq": 1}\n')
    status, output = registro("audit", "verify")
    assert status == 1
    assert "line 1" in output


def test_an_empty_log_is_whole(registro):
    registro("migrate")
    assert "0 entries" in registro("audit", "verify")[1]
