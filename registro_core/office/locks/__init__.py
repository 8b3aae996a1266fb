"""Closed terms and temporary unlocks, for the head (L7)."""

from typing import TYPE_CHECKING

from registro_core.security.contexts import SchoolContext

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: "Configurator") -> None:
    """Add the routes."""
    config.add_route("office.locks", "/office/locks", factory=SchoolContext)
    config.add_route("office.terms", "/office/locks/terms", factory=SchoolContext)
    config.scan("registro_core.office.locks.views")
