"""`registro spid check`: what would stop a production start, and what wants attention (OPS-4)."""

from dataclasses import replace
from typing import Annotated, Any

import typer

from registro_core.api import CommandError
from registro_spid_auth.configuration import read
from registro_spid_auth.state import findings


def check(
    context: typer.Context,
    production: Annotated[
        bool,
        typer.Option(
            "--production", help="Check as for a real school, whatever registro.mode says."
        ),
    ] = False,
) -> None:
    """Look at the configuration, keys, certificates, metadata and providers; tell all that is wrong."""
    platform: Any = context.obj.platform
    configuration = read(platform.installation)
    if production:
        configuration = replace(configuration, development=False)
    found = findings(configuration, platform.clock())
    for warning in found.warnings:
        typer.echo(f"attention: {warning}")
    if found.faults:
        raise CommandError("\n".join(("SPID and CIE cannot be used:", *found.faults)))
    if configuration.development:
        typer.echo("Development: keys and certificates are made by themselves. Try --production.")
    else:
        typer.echo(f"Ready: {', '.join(configuration.enabled)}.")
