"""An item as it is read, its files, and who opened it."""

from typing import Any

from registro_core.api import (
    Request,
    serve_file,
    serve_thumbnail,
    transactions,
    view_config,
    view_defaults,
)
from registro_materials.contexts import FileContext, ItemContext, OwnItemContext, person_of
from registro_materials.forms import host_of
from registro_materials.permissions import FAMILY, OPEN, OWN
from registro_materials.rich_text import rich_text
from registro_materials.services import receipts
from registro_materials.services.items import author_of
from registro_materials.views.own import TEMPLATES


@view_config(
    route_name="materials.item",
    permission=OPEN.name,
    request_method="GET",
    renderer=f"{TEMPLATES}item.pt",
)
def item(context: ItemContext, request: Request) -> dict[str, Any]:
    """The item; who opens it for the first time leaves a receipt."""
    shown = context.item
    author = author_of(request.dbsession, shown.folder_id)
    _note(context, request, None)
    return {
        "item": shown,
        "own": context.own,
        "family": request.allows(FAMILY.name),
        "author": author,
        "text": rich_text(shown.text) if shown.text else None,
        "host": host_of(shown.link) if shown.link else None,
        "files": [file for file in context.files if file.current],
        "older": [file for file in context.files if file.replaced_by_id] if context.own else [],
    }


@view_defaults(permission=OPEN.name, request_method="GET")
class FileViews:
    """A file of an item, to save; a small picture of it."""

    def __init__(self, context: FileContext, request: Request) -> None:
        self.context = context
        self.request = request

    @view_config(route_name="materials.file")
    def file(self) -> Any:
        """The file, with a receipt as for the page."""
        response = serve_file(self.request, self.context.file.stored)
        _note(self.context, self.request, self.context.file.id)
        return response

    @view_config(route_name="materials.thumbnail")
    def thumbnail(self) -> Any:
        """The small picture of an image."""
        return serve_thumbnail(self.request, self.context.file.stored)


@view_config(
    route_name="materials.receipts",
    permission=OWN.name,
    request_method="GET",
    renderer=f"{TEMPLATES}receipts.pt",
)
def opened(context: OwnItemContext, request: Request) -> dict[str, Any]:
    """Who has opened one's item."""
    session = request.dbsession
    rows = receipts.opened_by(session, context.item.id, request.today)
    return {
        "item": context.item,
        "rows": rows,
        "opened": sum(1 for row in rows if row.by_student or row.by_family),
        "colleagues": receipts.opened_by_colleagues(session, context.item.id),
    }


def _note(context: ItemContext, request: Request, file_id: int | None) -> None:
    """Leave a receipt, once; the owner needs none, and a HEAD opens nothing."""
    person_id, item_id = person_of(request), context.item.id
    if context.own or request.method != "GET":
        return
    if receipts.was_opened(request.dbsession, item_id, person_id, file_id):
        return
    # What was read is shown after this: it need not be read again when the reading ends here.
    request.dbsession.expunge_all()
    with transactions(request)() as session:
        receipts.note_opened(session, item_id, person_id, file_id, request.now)
