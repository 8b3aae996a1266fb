"""What grades adds to the register."""

from registro_core.api import Configurator, MenuItem, Permission, Request, Setting, hookimpl
from registro_grades import menu, permissions, routes, settings


@hookimpl
def registro_configure(config: Configurator) -> None:
    """Add the pages."""
    routes.add_routes(config)


@hookimpl
def registro_permissions() -> list[Permission]:
    """Return who may do what with marks."""
    return [*permissions.PERMISSIONS]


@hookimpl
def registro_settings() -> list[Setting]:
    """Return what a school may choose."""
    return [*settings.SETTINGS]


@hookimpl
def registro_menu_items(request: Request) -> list[MenuItem]:
    """Lead to the pages open to the person signed in."""
    return [*menu.menu_items(request)]
