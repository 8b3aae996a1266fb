"""What the commands have in common."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from registro_core.api import CommandError
from registro_spid_auth.configuration import Configuration, read
from registro_spid_auth.kinds import Connector


class Federated(StrEnum):
    """The two federations that a command may be about."""

    SPID = "spid"
    CIE = "cie"


Which = Annotated[Federated, typer.Option("--for", help="The federation.")]


def configuration_of(context: typer.Context) -> Configuration:
    """The configuration a command works with; CommandError for values that cannot be read."""
    platform: Any = context.obj.platform
    found = read(platform.installation)
    if found.faults:
        raise CommandError("\n".join(found.faults))
    return found


def connector_of(which: Federated) -> Connector:
    """The connector of a federation."""
    return Connector(which.value)
