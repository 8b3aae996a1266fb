"""Migrations: one history per owner (core, then each plugin), one shared environment.

Every owner has its own version table, so that a plugin may come and go without
a trace in the others. Start-up never migrates: it refuses, and says what waits.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, text

from registro_core.audit import triggers
from registro_core.db.base import Base
from registro_core.db.engine import make_bare_engine
from registro_core.plugins import CORE, Plugin, Plugins, installed

log = logging.getLogger(__name__)


class PendingMigrations(Exception):
    """The database is behind the code; the message says which command brings it up."""


def migrate(url: str, plugins: Plugins) -> list[str]:
    """Bring the core's and every enabled plugin's tables up; return what was run.

    Each owner's steps run in one transaction; on SQLite with foreign keys off
    (see `make_bare_engine`) and checked before it ends.
    """
    engine = make_bare_engine(url)
    done = []
    try:
        for plugin in owners(plugins):
            with engine.begin() as connection:
                _lock(connection)
                done += _upgrade(connection, plugin)
                _check_foreign_keys(connection)
    finally:
        engine.dispose()
    return done


def pending(engine: Engine, plugins: Plugins) -> list[str]:
    """Names of the owners whose tables are behind."""
    with engine.connect() as connection:
        return [
            plugin.name
            for plugin in owners(plugins)
            if current(connection, plugin) != script(plugin).get_current_head()
        ]


def refuse_pending(engine: Engine, plugins: Plugins) -> None:
    """Raise `PendingMigrations` unless the database is up to date."""
    if behind := pending(engine, plugins):
        raise PendingMigrations(
            f"the database is behind for: {', '.join(behind)}. Run `registro migrate`, then start again."
        )


def owners(plugins: Plugins) -> list[Plugin]:
    """The core and the enabled plugins that have migrations, in order; loads their models."""
    return [p for p in plugins.loaded if _load_models(p) and _versions(p).is_dir()]


def owner_of(table: str, names: list[str]) -> str:
    """Whose table this is: the plugin whose name begins it, else the core."""
    return next((name for name in names if table.startswith(f"{name}_")), CORE)


def known_owners(connection: Connection | None = None) -> list[str]:
    """Names that may own tables: installed plugins, and those that left a version table."""
    names = set(installed())
    if connection is not None:
        tables = connection.dialect.get_table_names(connection)
        suffix = "_alembic_version"
        names |= {t.removesuffix(suffix) for t in tables if t.endswith(suffix)}
    return sorted(names - {CORE}, key=len, reverse=True)


def version_table(owner: str) -> str:
    """The table in which an owner's revision is kept."""
    return f"{owner}_alembic_version"


def script(plugin: Plugin) -> ScriptDirectory:
    """An owner's migrations."""
    return ScriptDirectory.from_config(config(plugin))


def config(plugin: Plugin, connection: Connection | None = None) -> Config:
    """Alembic's configuration for one owner."""
    made = Config(attributes={"connection": connection, "owner": plugin.name})
    made.set_main_option("script_location", str(files("registro_core") / "migrations"))
    made.set_main_option("version_locations", str(_versions(plugin)))
    made.set_main_option("path_separator", "newline")
    return made


def current(connection: Connection, plugin: Plugin) -> str | None:
    """The revision an owner's tables are at; None if they were never made."""
    options = {"version_table": version_table(plugin.name)}
    return MigrationContext.configure(connection, opts=options).get_current_revision()


def include_owned(owner: str, connection: Connection) -> Any:
    """Alembic's `include_object`: only this owner's tables, compared both ways."""
    names = known_owners(connection)

    def include(item: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
        table = str(name if kind == "table" else item.table.name)
        if table.endswith("_alembic_version"):
            return False
        return owner_of(table, names) == owner

    return include


def metadata() -> MetaData:
    """The tables of everything loaded."""
    return Base.metadata


def _load_models(plugin: Plugin) -> bool:
    if find_spec(f"{plugin.package}.models") is None:
        return False
    import_module(f"{plugin.package}.models")
    return True


def _versions(plugin: Plugin) -> Path:
    return Path(str(files(plugin.package))) / "migrations" / "versions"


def _upgrade(connection: Connection, plugin: Plugin) -> list[str]:
    before, head = current(connection, plugin), script(plugin).get_current_head()
    if before == head:
        return []
    command.upgrade(config(plugin, connection), "head")
    if plugin.name == CORE:
        triggers.install(connection)
    log.info("migrated %s from %s to %s", plugin.name, before, head)
    return [f"{plugin.name}: {before or 'nothing'} -> {head}"]


def _lock(connection: Connection) -> None:
    """Let two `registro migrate` run one after the other, and never wait for long behind readers."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(7234091)"))
        connection.execute(text("SET LOCAL lock_timeout = '4s'"))


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"a migration left rows that point nowhere: {broken[:5]}")


@contextmanager
def revision_environment(url: str) -> Iterator[Connection]:
    """A connection for making a new revision by comparison with a migrated database."""
    engine = make_bare_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def make_revision(url: str, plugin: Plugin, message: str, number: str) -> None:
    """Write a new migration of an owner by comparing its models with a migrated database."""
    with revision_environment(url) as connection:
        command.revision(
            config(plugin, connection),
            message,
            autogenerate=True,
            rev_id=number,
            version_path=str(_versions(plugin)),
        )
