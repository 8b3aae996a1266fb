import pytest
from sqlalchemy import text

from registro_core.audit import triggers
from registro_core.audit.services import Change, record_changes
from registro_core.db.engine import make_bare_engine
from registro_core.items import SYSTEM


@pytest.fixture
def log(school):
    """The school with ten entries in its log."""
    with school.session() as session:
        changes = [
            Change("trial.thing.changed", "thing", n, {"value": n}, {"value": n + 1})
            for n in range(1, 11)
        ]
        record_changes(session, SYSTEM, changes, school.clock.now)
    return school


@pytest.fixture
def intruder(log):
    """Runs statements as somebody with all rights on the database, who first takes the triggers away.

    They are put back afterwards, to show that the chain tells by itself.
    """
    engine = make_bare_engine(log.url)

    def run(*statements):
        with engine.begin() as connection:
            for table, operation in (*triggers.REFUSED, ("audit_entry", "TRUNCATE")):
                name = triggers.name_of(table, operation)
                on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
                connection.execute(text(f"DROP TRIGGER IF EXISTS {name}{on}"))
            for statement in statements:
                connection.execute(text(statement))
            triggers.install(connection)

    yield run
    engine.dispose()
