"""The command `registro`: one small module for each thing it does."""

import sys
from contextlib import closing

from registro_core.cli.app import build
from registro_core.cli.failures import explain
from registro_core.cli.installation import config_of_arguments

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> None:
    """Run the command of the arguments (default: those of the process); end the process."""
    given = sys.argv[1:] if arguments is None else arguments
    config = config_of_arguments(given)
    with explain(), closing(config):
        build(config)(given, prog_name="registro")
