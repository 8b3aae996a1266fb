"""`registro migrate`: bring the tables up to the code."""

from typing import Annotated

import typer

from registro_core.cli.installation import Config
from registro_core.db import migrate as migrations


def migrate(
    context: typer.Context,
    check: Annotated[
        bool, typer.Option(help="Change nothing; exit with status 1 if something waits.")
    ] = False,
    quiet: Annotated[bool, typer.Option(help="Say nothing when there is nothing to do.")] = False,
) -> None:
    """Make or update the tables of the core and of every enabled plugin.

    Run it after an installation, after each update, and after enabling a plugin:
    the register does not start on tables that are behind. Each owner is brought up
    in one transaction; on PostgreSQL two runs at the same time wait for each other.
    """
    config: Config = context.obj
    if check:
        _check(config)
        return
    done = migrations.migrate(config.platform.installation.database_url, config.platform.plugins)
    for line in done:
        print(f"migrated {line}")
    if not done and not quiet:
        print("The tables are up to date.")


def _check(config: Config) -> None:
    waiting = migrations.pending(config.platform.engine, config.platform.plugins)
    if waiting:
        print(f"Behind: {', '.join(waiting)}. Run `registro migrate`.")
        raise typer.Exit(1)
    print("The tables are up to date.")
