"""`registro plugins`: what is installed, what is on, and leaving one for good."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from sqlalchemy import Connection

from registro_core.audit.services import Change, record_change
from registro_core.cli.failures import CommandError
from registro_core.cli.ini import change_plugins
from registro_core.cli.installation import Config
from registro_core.clock import school_day
from registro_core.db import purge
from registro_core.db.engine import make_bare_engine
from registro_core.db.migrate import migrate
from registro_core.items import SYSTEM
from registro_core.plugins import Plugins, did_you_mean, installed

app = typer.Typer(
    name="plugins", help="See, enable, disable and purge plugins.", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The plugin, as `list` shows it.")]


def _enabled(config: Config) -> list[str]:
    return config.settings.get("registro.plugins", "").split()


@app.command("list")
def list_plugins(context: typer.Context) -> None:
    """Show the plugins that are installed, and which are on in the configuration."""
    config: Config = context.obj
    points, enabled = installed(), _enabled(config)
    for name in [*enabled, *sorted(set(points) - set(enabled))]:
        state = "on" if name in enabled else "off"
        package = points[name].value if name in points else "not installed"
        print(f"  {name:16}{state:5}{package}")
    if not points:
        print("  No plugin is installed.")


@app.command()
def enable(context: typer.Context, name: Name) -> None:
    """Turn a plugin on in the configuration file and make its tables.

    It is loaded first: a plugin that cannot be used leaves the file as it was.
    Restart the register afterwards.
    """
    config: Config = context.obj
    enabled = _enabled(config)
    if name in enabled:
        raise CommandError(f"{name} is on already")
    plugins = Plugins([*enabled, name])
    change_plugins(config.path, [*enabled, name])
    for line in migrate(config.settings["registro.database_url"], plugins):
        print(f"migrated {line}")
    print(f"{name} is on. Restart the register.")


@app.command()
def disable(context: typer.Context, name: Name) -> None:
    """Turn a plugin off in the configuration file. Its data stay.

    This works also when the plugin is broken or no longer installed.
    """
    config: Config = context.obj
    enabled = _enabled(config)
    if name not in enabled:
        raise CommandError(f"{name} is not on{did_you_mean(name, enabled)}")
    change_plugins(config.path, [other for other in enabled if other != name])
    print(f"{name} is off; its data are kept. Restart the register.")


@app.command("purge")
def purge_plugin(
    context: typer.Context,
    name: Name,
    confirm: Annotated[
        str, typer.Option(help="The name once more, instead of being asked for it.")
    ] = "",
) -> None:
    """Drop the tables of a plugin that is off, after exporting them to a zip of CSV files.

    Nothing brings them back but the export and your backups, so the name must be typed again.
    """
    config: Config = context.obj
    if name in _enabled(config):
        raise CommandError(f"{name} is on: registro plugins disable {name} first")
    with _transaction(config) as connection:
        counts = purge.count_rows(connection, name)
    if not counts:
        raise CommandError(f"there are no tables of {name} in the database")
    for table, rows in counts.items():
        print(f"  {table:40}{rows:>9} rows")
    if (confirm or typer.prompt(f"Type {name} to drop these tables")) != name:
        raise CommandError("nothing was dropped: the name was not typed")
    _purge(config, name, sum(counts.values()))


@contextmanager
def _transaction(config: Config) -> Iterator[Connection]:
    """Open a transaction that may rebuild tables."""
    engine = make_bare_engine(config.settings["registro.database_url"])
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _purge(config: Config, name: str, rows: int) -> None:
    """Export and drop in one transaction, so that the copy is of exactly what goes."""
    now = config.platform.clock()
    target = config.data_dir / "exports" / f"{name}-{school_day(now):%Y-%m-%d}-{now:%H%M%S}.zip"
    with _transaction(config) as connection:
        purge.export(connection, name, target)
        purge.drop(connection, name)
    with config.platform.sessions.begin() as session:
        change = Change("plugin.purged", "plugin", name, before={"rows": rows})
        record_change(session, SYSTEM, change, now)
    print(f"Dropped. A copy is in {target}.")
