"""Who may do what: the plugins' defaults, as the school changed them."""

from typing import TYPE_CHECKING

from registro_core.security.contexts import SchoolContext

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: "Configurator") -> None:
    """Add the route."""
    config.add_route("office.permissions", "/office/permissions", factory=SchoolContext)
    config.scan("registro_core.office.grants.views")
