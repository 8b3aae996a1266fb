"""The live counter, for pages that are open."""

from typing import TYPE_CHECKING

from pyramid.response import Response
from pyramid.view import view_config

from registro_core.accounts.sessions import cookie_name, hash_token
from registro_core.notices.live import live_count_of_session
from registro_core.security.policy import PUBLIC

if TYPE_CHECKING:
    from registro_core.request import Request


@view_config(route_name="notices.live", permission=PUBLIC, request_method="GET")
def live(request: "Request") -> Response:
    """How many notices are not read, or 304: one statement, as a thousand pages ask all day.

    Public, as it looks at the cookie by itself: 403 where that opens no session, so that the
    page stops asking. It tells nothing but numbers, those of the bell on every page.
    """
    token = request.cookies.get(cookie_name(request.platform.installation.secure))
    counted = token and live_count_of_session(request.dbsession, hash_token(token), request.now)
    if not counted:
        return Response(status=403, content_type="text/plain")
    etag = f'"{counted.version}"'
    if request.headers.get("If-None-Match") == etag:
        return Response(status=304, headerlist=[("ETag", etag)])
    said = {
        "version": counted.version,
        "unread": counted.unread,
        "newest": counted.newest,
        "person": counted.person_id,
    }
    answer = Response(json_body=said, content_type="application/json", charset="utf-8")
    answer.headers["ETag"] = etag
    return answer
