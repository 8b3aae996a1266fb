"""A connection that has rested is looked at before it is used: the server may have restarted."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from registro_core.db import engine as engines
from registro_core.testing import TestSchool


@pytest.fixture
def engine(school: TestSchool) -> Engine:
    """The engine of a school, whose one connection the server has closed meanwhile."""
    engine = engines.make_engine(school.url, pool_size=1)
    if engine.dialect.name == "sqlite":
        return engine
    with engine.connect() as connection:
        mine = connection.scalar(text("SELECT pg_backend_pid()"))
    other = engines.make_bare_engine(school.url)
    with other.connect() as connection:
        assert connection.scalar(text("SELECT pg_terminate_backend(:mine, 5000)"), {"mine": mine})
    other.dispose()
    return engine


def test_one_that_has_rested_is_replaced_and_nobody_notices(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "REST_SECONDS", 0)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    engine.dispose()


def test_one_in_use_breaks_once_and_is_then_replaced(engine: Engine) -> None:
    if engine.dialect.name == "postgresql":
        with pytest.raises(OperationalError), engine.connect() as connection:
            connection.scalar(text("SELECT 1"))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    engine.dispose()
