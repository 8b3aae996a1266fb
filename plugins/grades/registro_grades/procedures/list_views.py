"""Lists of procedures: of a class, of the school."""

from typing import Any

from registro_core.api import ClassContext, Request, page_of, view_config, year_of
from registro_grades.procedures.labels import OUTCOMES
from registro_grades.procedures.permissions import LIST_PROCEDURES, READ_PROCEDURES
from registro_grades.procedures.reading import Wanted, count_procedures, procedures_of

TEMPLATE = "registro_grades:procedures/templates/list.pt"


def _page(request: Request, wanted: Wanted) -> dict[str, Any]:
    page = page_of(request, count_procedures(request.dbsession, wanted))
    rows = procedures_of(request.dbsession, wanted, page.offset, page.size)
    return {"rows": rows, "page": page, "outcomes": OUTCOMES, "today": request.today}


@view_config(
    route_name="grades.class.procedures",
    permission=READ_PROCEDURES.name,
    request_method="GET",
    renderer=TEMPLATE,
)
def of_class(context: ClassContext, request: Request) -> dict[str, Any]:
    """The procedures of a class, for its council."""
    found = context.school_class
    return {**_page(request, Wanted(class_id=found.id)), "school_class": found}


@view_config(
    route_name="grades.procedures",
    permission=LIST_PROCEDURES.name,
    request_method="GET",
    renderer=TEMPLATE,
)
def of_school(request: Request) -> dict[str, Any]:
    """The procedures of the year in the whole school."""
    year = year_of(request.dbsession, request.today)
    return {**_page(request, Wanted(year_id=year.id if year else 0)), "school_class": None}
