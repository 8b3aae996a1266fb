"""The circulars one received: the list, one of them, its attachments, signing."""

from typing import Any

from registro_core.api import (
    HTTPSeeOther,
    Identity,
    Request,
    idempotent,
    page_of,
    serve_file,
    transactions,
    view_config,
)
from registro_messaging import _
from registro_messaging.noticeboard.contexts import AttachmentContext, ReceivedContext
from registro_messaging.noticeboard.services import receipts
from registro_messaging.noticeboard.services.writing import files_of
from registro_messaging.noticeboard.views import TEMPLATES
from registro_messaging.permissions import OPEN, WRITE


def signed_in(request: Request) -> Identity:
    """Who is signed in: the views' permission says that somebody is."""
    identity: Identity | None = request.identity
    assert identity is not None  # noqa: S101 - said just above
    return identity


@view_config(
    route_name="messaging.circulars",
    permission=OPEN.name,
    request_method="GET",
    renderer=f"{TEMPLATES}board.pt",
)
def board(request: Request) -> dict[str, Any]:
    """What one received: unread first, then what is to be signed."""
    session, identity = request.dbsession, signed_in(request)
    page = page_of(request, receipts.count_board(session, identity))
    return {
        "rows": receipts.board(session, identity, page.offset, page.size),
        "page": page,
        "manages": request.allows(WRITE.name),
    }


@view_config(
    route_name="messaging.circular",
    permission=OPEN.name,
    request_method="GET",
    renderer=f"{TEMPLATES}circular.pt",
)
def circular(context: ReceivedContext, request: Request) -> dict[str, Any]:
    """One circular; who received it and opens it for the first time leaves a receipt."""
    session, found = request.dbsession, context.circular
    hidden = context.withdrawn and not context.manages
    shown = {
        "circular": found,
        "manages": context.manages,
        "hidden": hidden,
        "files": [] if hidden else files_of(session, found.id),
        "owes": receipts.owes(session, context.identity, found.id),
        "may_sign": _may_sign(context),
        "signed_at": max((r.signed_at for r in context.rows if r.signed_at), default=None),
    }
    unread = any(row.read_at is None for row in context.rows)
    if unread and not hidden and request.method == "GET":
        # What was read is shown after this: it need not be read again when the reading ends here.
        session.expunge_all()
        with transactions(request)() as writing:
            receipts.note_read(writing, context.identity, found.id, request.now)
    return shown


@view_config(
    route_name="messaging.circular.sign",
    permission=OPEN.name,
    request_method="POST",
    decorator=idempotent,
)
def sign(context: ReceivedContext, request: Request) -> HTTPSeeOther:
    """Sign that one has read it."""
    session, found = request.dbsession, context.circular
    if receipts.sign(session, context.identity, found, request.actor, request.now):
        request.flash(_("Presa visione firmata."))
    else:
        request.flash(_("Non c’è niente da firmare."), "warn")
    return HTTPSeeOther(f"/circulars/{found.id}")


@view_config(route_name="messaging.circular.file", permission=OPEN.name, request_method="GET")
def attachment(context: AttachmentContext, request: Request) -> Any:
    """An attachment, to save."""
    return serve_file(request, context.file)


def _may_sign(context: ReceivedContext) -> bool:
    """Whether it still asks and one has not signed: also when the other parent has."""
    asks = context.circular.needs_signature and context.circular.state.value == "published"
    return asks and any(row.signed_at is None for row in context.rows)
