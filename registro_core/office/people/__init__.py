"""People of the school: find, add, mend; roles."""

from typing import TYPE_CHECKING

from registro_core.security.contexts import PersonContext, SchoolContext

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: "Configurator") -> None:
    """Add the routes."""
    config.add_route("office.people", "/office/people", factory=SchoolContext)
    config.add_route("office.people.csv", "/office/people.csv", factory=SchoolContext)
    config.add_route("office.person.new", "/office/people/new", factory=SchoolContext)
    config.add_route("office.person", "/office/people/{person_id}", factory=PersonContext)
    config.add_route("office.person.edit", "/office/people/{person_id}/edit", factory=PersonContext)
    config.add_route(
        "office.person.roles", "/office/people/{person_id}/roles", factory=PersonContext
    )
    config.scan("registro_core.office.people.views")
