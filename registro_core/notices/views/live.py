"""The live counter, for pages that are open."""

from typing import TYPE_CHECKING

from pyramid.response import Response
from pyramid.view import view_config

from registro_core.accounts.sessions import cookie_name, hash_token
from registro_core.notices.live import LiveVersion, live_count, live_version
from registro_core.security.policy import PUBLIC

if TYPE_CHECKING:
    from registro_core.request import Request


@view_config(route_name="notices.live", permission=PUBLIC, request_method="GET")
def live(request: "Request") -> Response:
    """How many notices are not read, or 304 for one statement, as a thousand pages ask all day.

    Public, as it looks at the cookie by itself: 403 where that opens no session, so that the
    page stops asking. It tells nothing but numbers, those of the bell on every page.
    """
    token = request.cookies.get(cookie_name(request.platform.installation.secure))
    found = _version(request, hash_token(token)) if token else None
    if found is None:
        return Response(status=403, content_type="text/plain")
    if request.headers.get("If-None-Match") == f'"{found.version}"':
        return Response(status=304, headerlist=[("ETag", f'"{found.version}"')])
    counted = live_count(request.dbsession, found.person_id, request.now)
    said = {
        "version": counted.version,
        "unread": counted.unread,
        "newest": counted.newest,
        "person": counted.person_id,
    }
    answer = Response(json_body=said, content_type="application/json", charset="utf-8")
    answer.headers["ETag"] = f'"{counted.version}"'
    return answer


def _version(request: "Request", session_hash: str) -> LiveVersion | None:
    """No session of SQLAlchemy, no transaction: each would cost as much as the answer."""
    with request.platform.asking.connect() as connection:
        return live_version(connection, session_hash, request.now)
