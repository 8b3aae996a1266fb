"""The configuration file a command works with, and the platform made from it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from plaster import parse_uri
from plaster_pastedeploy import Loader

from registro_core.cli.failures import CommandError
from registro_core.platform import Platform
from registro_core.settings import read_installation

DEFAULT_CONFIG = "development.ini"
CONFIG_VARIABLE = "REGISTRO_CONFIG"
FROM_ENVIRONMENT = "env:"


@dataclass(frozen=True)
class Config:
    """A configuration file; what is made from it is made when a command asks."""

    path: Path

    @cached_property
    def settings(self) -> dict[str, str]:
        """The settings of the application; raise CommandError when the file cannot be read."""
        if not self.path.is_file():
            raise CommandError(
                f"there is no configuration {self.path}: name one with -c, "
                f"or with the variable {CONFIG_VARIABLE}"
            )
        loaded = _loader(self.path).get_wsgi_app_settings()
        return {name: _expanded(name, value) for name, value in loaded.items()}

    @property
    def data_dir(self) -> Path:
        """Where the register keeps its files."""
        return self.platform.installation.data_dir

    @cached_property
    def platform(self) -> Platform:
        """The platform: plugins loaded, database not yet touched; raise PluginError."""
        return Platform(read_installation(self.settings))

    def change(self, settings: dict[str, str]) -> None:
        """Replace some settings for this run; the platform is made anew from them."""
        self.close()
        vars(self).pop("platform", None)
        self.settings.update(settings)

    def close(self) -> None:
        """Give back the database's connections, if a command took any."""
        if "platform" in vars(self):
            self.platform.engine.dispose()


def _loader(path: Path) -> Loader:
    return Loader(parse_uri(str(path)))


def _expanded(name: str, value: str) -> str:
    if not value.startswith(FROM_ENVIRONMENT):
        return value
    variable = value.removeprefix(FROM_ENVIRONMENT)
    if variable not in os.environ:
        raise CommandError(f"{name} is to come from the variable {variable}, which is not set")
    return os.environ[variable]


def config_of_arguments(arguments: Sequence[str]) -> Config:
    """Find the configuration before the arguments are parsed.

    Plugins bring commands, so the file that names them must be known first.
    """
    found = os.environ.get(CONFIG_VARIABLE, DEFAULT_CONFIG)
    for position, argument in enumerate(arguments):
        if argument in {"-c", "--config"} and position + 1 < len(arguments):
            found = arguments[position + 1]
        elif argument.startswith("--config="):
            found = argument.partition("=")[2]
    return Config(Path(found))
