"""The page one starts from: what today brings to the person signed in."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: "Configurator") -> None:
    """Add the home page."""
    config.add_route("home", "/")
    config.scan("registro_core.home.views")
