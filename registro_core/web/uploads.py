"""Files where files belong: everywhere else a form that sends one is refused (check 25).

A view that reads a text from the body would stumble over a file in its place; here
none of them has to think of it.
"""

from typing import TYPE_CHECKING

from pyramid.events import BeforeTraversal
from pyramid.httpexceptions import HTTPBadRequest

if TYPE_CHECKING:
    from pyramid.config import Configurator

    from registro_core.request import Request

ACCEPTING = "registro.routes_accepting_files"
# Of those, the ones whose files may be as large as the school lets them.
LARGE = "registro.routes_accepting_large_files"


def accept_files(config: "Configurator", *routes: str, large: bool = False) -> None:
    """Let the forms of these routes send files; `large`: with an `UploadsField`, beyond 12 MB."""
    for key in (ACCEPTING, LARGE) if large else (ACCEPTING,):
        config.registry.setdefault(key, set()).update(routes)


def refuse_files(event: BeforeTraversal) -> None:
    """Raise HTTPBadRequest for a file sent to a route that accepts none."""
    request: Request = event.request
    route = getattr(request, "matched_route", None)
    if request.content_type != "multipart/form-data" or route is None:
        return
    if route.name in request.registry.get(ACCEPTING, ()):
        return
    if any(not isinstance(value, str) for value in request.POST.values()):
        raise HTTPBadRequest("a file was sent where none belongs")


def includeme(config: "Configurator") -> None:
    """Look at every request as soon as its route is known."""
    config.add_subscriber(refuse_files, BeforeTraversal)
