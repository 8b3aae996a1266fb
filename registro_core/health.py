"""`/health`: whether the register answers and reaches its database, for proxies and monitors."""

from typing import TYPE_CHECKING

from pyramid.response import Response
from pyramid.view import view_config
from sqlalchemy import text

from registro_core.security.policy import PUBLIC

if TYPE_CHECKING:
    from pyramid.config import Configurator

    from registro_core.request import Request


def includeme(config: "Configurator") -> None:
    """Add the route."""
    config.add_route("health", "/health")
    config.scan(__name__)


@view_config(route_name="health", permission=PUBLIC, request_method="GET")
def health(request: "Request") -> Response:
    """Answer `ok`; a database that does not answer becomes the error page's 503."""
    request.dbsession.execute(text("SELECT 1"))
    return Response("ok", content_type="text/plain", charset="utf-8")
