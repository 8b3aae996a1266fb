"""The office (*segreteria*): people, classes, teachings, calendar, settings and permissions."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator

PARTS = ("hub", "people", "families", "classes", "calendar", "locks", "settings", "grants")


def includeme(config: "Configurator") -> None:
    """Add the office's pages."""
    for part in PARTS:
        config.include(f"registro_core.office.{part}")
