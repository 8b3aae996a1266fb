"""The register's metadata: always the same bytes, with no cookie and for anybody (MD-1)."""

from pyramid.response import Response

from registro_core.api import Request
from registro_spid_auth.views.desk import federation_of

CONTENT_TYPE = "application/samlmetadata+xml"


def metadata(request: Request) -> Response:
    """GET: what the federation was given."""
    return Response(federation_of(request).metadata, content_type=CONTENT_TYPE)
