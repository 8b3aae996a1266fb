"""School years, terms, holidays, bell schedules, sites and subjects."""

from typing import TYPE_CHECKING

from registro_core.security.contexts import SchoolContext

if TYPE_CHECKING:
    from pyramid.config import Configurator

ITEMS = "{what:year|term|holiday|site|subject}"


def includeme(config: "Configurator") -> None:
    """Add the routes."""
    config.add_route("office.calendar", "/office/calendar", factory=SchoolContext)
    config.add_route("office.calendar.new", f"/office/calendar/{ITEMS}/new", factory=SchoolContext)
    config.add_route(
        "office.calendar.item", f"/office/calendar/{ITEMS}/{{id}}", factory=SchoolContext
    )
    config.add_route("office.bells", "/office/calendar/bells/{id}", factory=SchoolContext)
    config.scan("registro_core.office.calendar.views")
