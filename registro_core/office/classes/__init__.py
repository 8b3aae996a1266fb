"""Classes as the office sees them: data, teachings, duties, groups."""

from typing import TYPE_CHECKING

from registro_core.security.contexts import ClassContext, SchoolContext

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: "Configurator") -> None:
    """Add the routes."""
    config.add_route("office.class.new", "/office/classes/new", factory=SchoolContext)
    for name, path in (
        ("office.class", ""),
        ("office.class.edit", "/edit"),
        ("office.class.teaching.new", "/teachings/new"),
        ("office.class.teaching", "/teachings/{teaching_id}"),
        ("office.class.duties", "/duties"),
        ("office.class.groups", "/groups"),
        ("office.class.group", "/groups/{group_id}"),
    ):
        config.add_route(name, f"/office/classes/{{class_id}}{path}", factory=ClassContext)
    config.scan("registro_core.office.classes.views")
