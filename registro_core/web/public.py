"""Pages that anyone may read: accessibility, privacy, help; and the switch of the language."""

from typing import TYPE_CHECKING

from pyramid.response import Response

from registro_core.permissions import HOME
from registro_core.security.policy import PUBLIC
from registro_core.web.i18n import switch_language

if TYPE_CHECKING:
    from pyramid.config import Configurator

    from registro_core.request import Request

PAGES = ("accessibility", "privacy", "help")


def page(_request: "Request") -> dict[str, object]:
    """A page of text; all of it stands in the template."""
    return {}


def robots(_request: "Request") -> Response:
    """Ask search engines to stay away: nothing here is for the public."""
    return Response("User-agent: *\nDisallow: /\n", content_type="text/plain", charset="utf-8")


def includeme(config: "Configurator") -> None:
    """Add the pages, and the whole menu that phones open with "Altro"."""
    for name in PAGES:
        config.add_route(name, f"/{name}")
        config.add_view(
            page,
            route_name=name,
            permission=PUBLIC,
            request_method="GET",
            renderer=f"registro_core:web/templates/{name}.pt",
        )
    config.add_route("menu", "/menu")
    config.add_view(
        page,
        route_name="menu",
        permission=HOME.name,
        request_method="GET",
        renderer="registro_core:web/templates/menu.pt",
    )
    config.add_route("robots", "/robots.txt")
    config.add_view(robots, route_name="robots", permission=PUBLIC, request_method="GET")
    config.add_route("language", "/language/{code}")
    config.add_view(switch_language, route_name="language", permission=PUBLIC, request_method="GET")
