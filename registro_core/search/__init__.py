"""The search of the top bar: people and classes, for staff."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: "Configurator") -> None:
    """Add the page of results."""
    config.add_route("search", "/search")
    config.scan("registro_core.search.views")
