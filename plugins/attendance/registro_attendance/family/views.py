"""The family's page of absences: every child, what is to be done, and where to go on."""

from typing import Any

from registro_attendance.family.cards import home_cards
from registro_attendance.family.permissions import FAMILY_PAGE
from registro_core.api import Request, SchoolContext, own_students, view_config


@view_config(
    route_name="attendance.family",
    permission=FAMILY_PAGE.name,
    request_method="GET",
    renderer="registro_attendance:family/templates/absences.pt",
)
def absences(_context: SchoolContext, request: Request) -> dict[str, Any]:
    """The cards of the home page, and the pages of each child."""
    found = own_students(request.dbsession, request.identity, request.today)
    return {"cards": home_cards(request), "children": found}
