"""The page of the canteen."""

from typing import Any

from registro_canteen import services
from registro_canteen.permissions import READ
from registro_core.api import ClassContext, Request, view_config


@view_config(
    route_name="canteen.class",
    permission=READ.name,
    request_method="GET",
    renderer="registro_canteen:templates/meals.pt",
)
def meals(context: ClassContext, request: Request) -> dict[str, Any]:
    """The meals of a class."""
    counts = services.counts_of_class(request.dbsession, context.school_class.id)
    return {"school_class": context.school_class, "counts": counts}
