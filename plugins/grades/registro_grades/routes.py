"""The addresses of grades, and the folders whose views answer them."""

from typing import Any

from registro_core.api import Configurator

# Name -> (pattern, factory of the context).
ROUTES: dict[str, tuple[str, Any]] = {}
PACKAGES: tuple[str, ...] = ()


def add_routes(config: Configurator) -> None:
    """Add the routes, and the views that answer them."""
    for name, (pattern, factory) in ROUTES.items():
        config.add_route(name, pattern, factory=factory)
    for package in PACKAGES:
        config.scan(f"registro_grades.{package}")
