"""The board's page: thin, as the rules are in services."""

from typing import Any

from registro_core.api import HTTPSeeOther, Request, SchoolContext, idempotent, view_config
from registro_example import _, permissions, services
from registro_example.forms import NoteForm

PAGE = "registro_example:templates/board.pt"


@view_config(
    route_name="example.board",
    permission=permissions.READ.name,
    request_method="GET",
    renderer=PAGE,
)
def show(request: Request) -> dict[str, Any]:
    """Show the board, with a form for those who may write."""
    return _page(request, NoteForm(request))


@view_config(
    route_name="example.board",
    permission=permissions.WRITE.name,
    request_method="POST",
    renderer=PAGE,
    decorator=idempotent,
)
def write(_context: SchoolContext, request: Request) -> dict[str, Any] | HTTPSeeOther:
    """Put a note on the board, or show what is wrong with it and lose nothing that was typed."""
    form = NoteForm(request)
    if not form.submitted():
        request.response.status_int = 422
        return _page(request, form)
    services.write(request.dbsession, form.text.data, request.actor, request.now)
    request.flash(_("La nota è sulla bacheca."))
    return HTTPSeeOther("/example")


def _page(request: Request, form: NoteForm) -> dict[str, Any]:
    return {
        "form": form,
        "notes": services.latest(request.dbsession),
        "may_write": request.allows(permissions.WRITE.name),
    }
