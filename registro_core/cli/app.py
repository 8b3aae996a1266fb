"""The commands put together: the core's own, then those of the enabled plugins."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from registro_core import __version__
from registro_core.cli import audit, check, demo, files, migrate, plugins, serve, user, worker
from registro_core.cli.failures import CommandError
from registro_core.cli.installation import Config
from registro_core.plugins import PluginError
from registro_core.settings import ConfigurationError

HELP = """Registro, the electronic school register.

Every command reads a configuration file: development.ini here, or what -c or the
variable REGISTRO_CONFIG names. A first look: `registro demo`, then `registro serve`.
"""


def build(config: Config) -> typer.Typer:
    """Make the command line for a configuration."""
    app = typer.Typer(
        name="registro",
        help=HELP,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
    )
    app.callback()(_options(config))
    for name, command in (
        ("serve", serve.serve),
        ("worker", worker.worker),
        ("migrate", migrate.migrate),
        ("demo", demo.demo),
        ("import", files.import_files),
        ("check", check.check),
    ):
        app.command(name)(command)
    for group in (plugins.app, user.app, audit.app, *_of_plugins(config)):
        app.add_typer(group)
    return app


def _options(config: Config) -> Callable[..., None]:
    def options(
        context: typer.Context,
        _path: Annotated[
            Path, typer.Option("--config", "-c", metavar="FILE", help="The configuration file.")
        ] = config.path,
        _version: Annotated[
            bool, typer.Option("--version", callback=_show_version, help="Show the version.")
        ] = False,
    ) -> None:
        context.obj = config

    options.__doc__ = HELP
    return options


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"Registro {__version__}")
        raise typer.Exit


def _of_plugins(config: Config) -> list[typer.Typer]:
    """Return the commands of plugins.

    Without a usable configuration there are none: the help must work, and
    `registro plugins disable` is how a broken plugin is got rid of.
    """
    try:
        return config.platform.plugins.collect("registro_commands")
    except (CommandError, ConfigurationError, PluginError) as error:
        if config.path.exists():
            print(f"registro: without the commands of plugins: {error}", file=sys.stderr)
        return []
