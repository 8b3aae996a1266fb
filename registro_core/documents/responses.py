"""A document as the answer of a page: drawn from a template, saved by the browser, kept by nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPTooManyRequests
from pyramid.renderers import get_renderer, render
from pyramid.response import Response

from registro_core.accounts.throttle import Counter, Limit, give_back, reserve
from registro_core.clock import SCHOOL_ZONE
from registro_core.db.apart import transactions
from registro_core.documents.engine import render_pdf
from registro_core.documents.failures import Busy, NoDocuments
from registro_core.documents.letterhead import DocumentLetterhead
from registro_core.files.names import attachment, clean_name
from registro_core.web.errors import error_page

if TYPE_CHECKING:
    from registro_core.request import Request

LAYOUT = "registro_core:documents/templates/document.pt"
PDF = "application/pdf"
# Drawing costs a hundred times what a page does: nobody needs more, and a script may not.
AT_ONCE = Limit("documents-at-once", 1, timedelta(minutes=1), sliding=False)
IN_ALL = Limit("documents", 60, timedelta(minutes=10), sliding=False)


@dataclass(frozen=True)
class Document:
    """What to print: a template that fills `main` of the macro `document`, and its values.

    `title` is the file's title, read aloud by screen readers; `name` what it is saved as.
    """

    template: str
    title: str
    name: str
    letterhead: DocumentLetterhead
    values: Mapping[str, Any] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def document_html(request: "Request", document: Document) -> str:
    """The HTML that is drawn, in the language of the page."""
    layout = get_renderer(LAYOUT, registry=request.registry).implementation()
    values = {
        **document.values,
        "document": layout,
        "document_title": document.title,
        "letterhead": document.letterhead,
        "issued_at": request.now.astimezone(SCHOOL_ZONE).replace(microsecond=0),
    }
    html: str = render(document.template, values, request=request)
    return html


def pdf_response(request: "Request", document: Document) -> Response:
    """A PDF/A-2a to save. For pages that only read (GET), their route named with `work_apart`.

    A person has one drawn at a time, and 60 in ten minutes: 429 beyond. Raises `NoDocuments`, which
    is answered with 503 and the reason.
    """
    html = document_html(request, document)
    _take_place(request)
    try:
        body = render_pdf(html, document.pictures)
    finally:
        _leave_place(request)
    response = Response(body=body, content_type=PDF)
    response.content_disposition = attachment(clean_name(document.name))
    response.headers["Cache-Control"] = "no-store"
    return response


def _counter(request: "Request", limit: Limit) -> Counter:
    return Counter(limit, str(request.identity.person_id) if request.identity else request.address)


def _take_place(request: "Request") -> None:
    """Count it apart from the request, whose connection is free while the document is drawn."""
    places = [_counter(request, IN_ALL), _counter(request, AT_ONCE)]
    with transactions(request)() as session:
        free = reserve(session, places, request.now)
        if not free:
            # who asked twice waits for the first, not for the end of the window
            give_back(session, places[1:])
    if not free:
        raise HTTPTooManyRequests(headers={"Retry-After": "60"})


def _leave_place(request: "Request") -> None:
    with transactions(request)() as session:
        give_back(session, [_counter(request, AT_ONCE)])


def no_documents(error: NoDocuments, request: "Request") -> Response:
    """503 with the reason, in the layout of who is signed in."""
    page = error_page(request, 503, title=error.heading, text=error.reason)
    if isinstance(error, Busy):
        page.headers["Retry-After"] = "60"
    return page
