"""The inbox of the person signed in."""

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config

from registro_core import _
from registro_core.notices import inbox
from registro_core.notices.texts import render
from registro_core.numbers import whole_number
from registro_core.permissions import NOTICES
from registro_core.web.paging import page_of

if TYPE_CHECKING:
    from registro_core.request import Request

PAGE_SIZE = 25


@view_config(
    route_name="notices",
    permission=NOTICES.name,
    request_method="GET",
    renderer="registro_core:notices/templates/inbox.pt",
)
def show(_context: Any, request: "Request") -> dict[str, Any]:
    """The notices, newest first; with `?unread=1` only those not read yet."""
    unread_only = request.GET.get("unread") == "1"
    session, person_id = request.dbsession, request.identity.person_id
    total = inbox.count(session, person_id, request.now, unread_only=unread_only)
    page = page_of(request, total, PAGE_SIZE)
    rows = inbox.inbox(
        session,
        person_id,
        request.now,
        unread_only=unread_only,
        offset=page.offset,
        limit=page.size,
    )
    return {
        "rows": rows,
        "page": page,
        "unread_only": unread_only,
        "text": lambda stored: render(stored, request.locale_name, request.translate),
    }


@view_config(route_name="notices.open", permission=NOTICES.name, request_method="POST")
def open_notice(_context: Any, request: "Request") -> HTTPSeeOther:
    """Note that a notice was read, and go to what it speaks of, or stay in the inbox.

    A POST: a GET writes nothing, and a mail program that looks at links must not read for people.
    """
    number = whole_number(request.POST.get("id", ""))
    if number is None:
        raise HTTPNotFound
    link = inbox.mark_read(request.dbsession, request.identity.person_id, number, request.now)
    if link is None:
        raise HTTPNotFound
    return HTTPSeeOther(link if request.POST.get("go") == "1" else "/notices")


@view_config(route_name="notices.read_all", permission=NOTICES.name, request_method="POST")
def read_all(_context: Any, request: "Request") -> HTTPSeeOther:
    """Note that all was read."""
    inbox.mark_all_read(request.dbsession, request.identity.person_id, request.now)
    request.flash(_("Hai segnato tutti gli avvisi come letti."))
    return HTTPSeeOther("/notices")
