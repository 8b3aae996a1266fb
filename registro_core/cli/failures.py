"""Errors that are the user's to mend are told in one line, not with a trace."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError

from registro_core.db.migrate import PendingMigrations
from registro_core.demo.build import DemoRefusedError
from registro_core.plugins import PluginError
from registro_core.settings import ConfigurationError


class CommandError(Exception):
    """A command cannot do what was asked; the message says why and what to do."""


EXPECTED = (CommandError, ConfigurationError, DemoRefusedError, PendingMigrations, PluginError)


@contextmanager
def explain() -> Iterator[None]:
    """Print an expected error and exit with status 1; any other error is a fault and is raised."""
    try:
        yield
    except EXPECTED as error:
        _stop(str(error))
    except OperationalError as error:
        _stop(f"the database does not answer or has no tables: {error.orig}\n{_ADVICE}")


_ADVICE = "Is registro.database_url right? After an installation or update: registro migrate."


def _stop(message: str) -> None:
    print(f"registro: {message}", file=sys.stderr)
    sys.exit(1)
