"""Migrations make exactly what the models say, for every owner on every database (check 59)."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from registro_core.app import make_app
from registro_core.db.engine import make_bare_engine
from registro_core.db.migrate import (
    PendingMigrations,
    config,
    current,
    include_owned,
    metadata,
    migrate,
    owners,
    pending,
    script,
    version_table,
)
from registro_core.db.purge import count_rows, drop, tables_of
from registro_core.plugins import Plugin, Plugins
from registro_core.testing import Databases
from tests.contract.acts import STORY
from tests.contract.world import PLUGINS, World, state_of

ALL = Plugins(PLUGINS)
OWNERS = owners(ALL)


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    """An empty database."""
    made = databases.create()
    yield made
    databases.drop(made)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """A migrated database."""
    migrate(url, ALL)
    made = make_bare_engine(url)
    yield made
    made.dispose()


def difference(engine: Engine, owner: Plugin) -> list[object]:
    """What a new revision of an owner would hold."""
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table": version_table(owner.name),
                "include_object": include_owned(owner.name, connection),
                "compare_type": True,
                "compare_server_default": True,
                "target_metadata": metadata(),
            },
        )
        return list(compare_metadata(context, metadata()))


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.name)
def test_migrations_make_what_the_models_say(engine: Engine, owner: Plugin) -> None:
    assert difference(engine, owner) == []
    assert pending(engine, ALL) == []


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.name)
def test_each_owner_has_one_history_with_one_end(engine: Engine, owner: Plugin) -> None:
    history = script(owner)
    assert len(history.get_heads()) == 1
    assert len(history.get_bases()) == 1
    with engine.connect() as connection:
        assert current(connection, owner) == history.get_current_head()
        names = set(inspect(connection).get_table_names())
    assert version_table(owner.name) in names


@pytest.mark.parametrize("owner", OWNERS[1:], ids=lambda owner: owner.name)
def test_a_plugins_tables_can_go_and_come_back(engine: Engine, url: str, owner: Plugin) -> None:
    with engine.connect() as connection:
        before = set(inspect(connection).get_table_names())
        own = set(tables_of(connection, owner.name))
    with engine.begin() as connection:
        command.downgrade(config(owner, connection), "base")
    with engine.connect() as connection:
        left = set(inspect(connection).get_table_names())
    assert before - left == own - {version_table(owner.name)}
    assert pending(engine, ALL) == [owner.name]
    assert migrate(url, ALL) == [f"{owner.name}: nothing -> {script(owner).get_current_head()}"]
    assert difference(engine, owner) == []


def test_migrating_again_does_nothing(engine: Engine, url: str) -> None:
    before = state_of(url)
    assert migrate(url, ALL) == []
    assert state_of(url) == before


def test_start_up_refuses_what_is_behind_and_migrates_nothing(url: str) -> None:
    migrate(url, Plugins(["lessons"]))
    settings = {"registro.database_url": url, "registro.plugins": "lessons attendance"}
    with pytest.raises(PendingMigrations, match=r"attendance.*registro migrate"):
        make_app(settings)
    engine = make_bare_engine(url)
    assert pending(engine, Plugins(["lessons", "attendance"])) == ["attendance"]
    engine.dispose()


def test_a_migration_that_fails_leaves_nothing_half_made(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    owner = OWNERS[-1]
    with engine.begin() as connection:
        command.downgrade(config(owner, connection), "base")
    before = state_of(url)

    def fail(_connection: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr("registro_core.db.migrate._check_foreign_keys", fail)
        with pytest.raises(RuntimeError, match="power cut"):
            migrate(url, ALL)
    assert state_of(url) == before
    migrate(url, ALL)
    assert difference(engine, owner) == []


@pytest.mark.parametrize("name", PLUGINS)
def test_data_of_a_school_survive_disabling_and_leave_when_purged(
    told: World, engine: Engine, name: str
) -> None:
    """The told school holds rows of every owner: those of the others stay as they are.

    Of what was purged only what a plugin begins with comes back, as in a new database.
    """
    with engine.connect() as connection:
        new = count_rows(connection, name)
    told.school.platform.engine.dispose()
    url, rest = told.school.url, Plugins([other for other in PLUGINS if other != name])
    before = state_of(url)
    assert migrate(url, rest) == []
    assert migrate(url, ALL) == []
    assert state_of(url) == before
    old = make_bare_engine(url)
    with old.begin() as connection:
        own = set(tables_of(connection, name))
        assert sum(count_rows(connection, name).values()) > sum(new.values()) + 4
        drop(connection, name)
    assert {table: state for table, state in before.items() if table not in own} == state_of(url)
    migrate(url, ALL)
    with old.connect() as connection:
        assert count_rows(connection, name) == new
        if connection.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
    old.dispose()


def test_the_story_fills_tables_of_every_owner(told: World) -> None:
    engine = make_bare_engine(told.school.url)
    with engine.connect() as connection:
        for owner in OWNERS:
            assert any(count_rows(connection, owner.name).values()), owner.name
    engine.dispose()
    assert len(told.told) == len(STORY)
