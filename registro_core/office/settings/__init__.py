"""The school's choices, as core and plugins declare them."""

from typing import TYPE_CHECKING

from registro_core.security.contexts import SchoolContext

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: "Configurator") -> None:
    """Add the route."""
    config.add_route("office.settings", "/office/settings", factory=SchoolContext)
    config.scan("registro_core.office.settings.views")
