"""What the core itself adds to the register, by the same hooks as a plugin."""

from pyramid.config import Configurator

from registro_core.hookspecs import hookimpl
from registro_core.items import Permission
from registro_core.permissions import PERMISSIONS

# One folder, one subject; each brings its routes and views.
PARTS: tuple[str, ...] = ("registro_core.health", "registro_core.web",)


@hookimpl
def registro_configure(config: Configurator) -> None:
    """Include the parts of the core."""
    for part in PARTS:
        config.include(part)


@hookimpl
def registro_permissions() -> list[Permission]:
    """Return the permissions of the core's own pages."""
    return PERMISSIONS
