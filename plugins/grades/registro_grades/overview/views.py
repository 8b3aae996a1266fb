"""The overview of a class, for its coordinator, the head, and the council where the school lets it."""

from typing import Any

from registro_core.api import Request, view_config
from registro_grades.contexts import ClassMarksContext
from registro_grades.overview.page import overview
from registro_grades.overview.risk import is_low
from registro_grades.permissions import CLASS


@view_config(
    route_name="grades.overview",
    permission=CLASS.name,
    request_method="GET",
    renderer="registro_grades:overview/templates/overview.pt",
)
def show(context: ClassMarksContext, request: Request) -> dict[str, Any]:
    """All subjects of a class, with who is at risk."""
    page = overview(request, context.school_class)
    return {
        "school_class": context.school_class,
        "page": page,
        "windows": page.windows,
        "is_low": is_low,
    }
