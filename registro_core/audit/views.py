"""Pages of the audit log, for the head and the technical administrator."""

from datetime import date
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from pyramid.renderers import render
from pyramid.view import view_config

from registro_core.audit import denials, history
from registro_core.audit.words import verb
from registro_core.permissions import AUDIT, STUDENT
from registro_core.web.paging import page_of

if TYPE_CHECKING:
    from registro_core.request import Request

TEXT_LENGTH = 100


@view_config(
    route_name="audit",
    permission=AUDIT.name,
    request_method="GET",
    renderer="registro_core:audit/templates/audit.pt",
)
def audit(_context: Any, request: "Request") -> dict[str, Any]:
    """The acts that match the filter of the address, newest first."""
    wanted = filter_of(request)
    page = page_of(request, history.count(request.dbsession, wanted))
    return {
        "rows": history.search(request.dbsession, wanted, page.offset, page.size),
        "page": page,
        "wanted": wanted,
        "acts": history.acts(request.dbsession),
        "verb": verb,
        "opens_student": request.allows(STUDENT.name),
        "limited": page.total >= history.COUNT_LIMIT,
    }


@view_config(
    route_name="audit.denials",
    permission=AUDIT.name,
    request_method="GET",
    renderer="registro_core:audit/templates/denials.pt",
)
def refused(_context: Any, request: "Request") -> dict[str, Any]:
    """Pages that were refused, newest first."""
    page = page_of(request, denials.count_denials(request.dbsession))
    return {"rows": denials.denials(request.dbsession, page.offset, page.size), "page": page}


def filter_of(request: "Request") -> history.Filter:
    """The filter of the address; what cannot be understood does not filter."""
    get = request.GET.get
    return history.Filter(
        actor=get("actor", "").strip()[:TEXT_LENGTH],
        student=get("student", "").strip()[:TEXT_LENGTH],
        act=get("act", "")[:TEXT_LENGTH],
        object_type=get("object_type", "").strip()[:TEXT_LENGTH],
        object_id=get("object_id", "").strip()[:TEXT_LENGTH],
        first_day=_day(get("first_day", "")),
        last_day=_day(get("last_day", "")),
    )


def history_panel(request: "Request", object_type: str, object_id: int | str) -> Markup:
    """Who changed an object, as a part of any page: shown folded, newest first.

    The page decides who may see it: include it only for those who may know
    who changed what.
    """
    rows = history.history_of(request.dbsession, object_type, object_id)
    values = {"rows": rows, "verb": verb}
    template = "registro_core:audit/templates/history.pt"
    return Markup(render(template, values, request=request))  # noqa: S704 - our own template


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # beyond these an instant could not be made of it
    return day if date(2000, 1, 1) <= day <= date(2200, 1, 1) else None
