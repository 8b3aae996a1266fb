"""Who is in at the demo provider: remembered by a cookie, so that it can begin a logout itself."""

import base64
import binascii
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.response import Response

    from registro_core.api import Request

COOKIE = "demo-idp"


@dataclass(frozen=True)
class OpenSession:
    """A session that the provider has told the register of."""

    who: str
    name_id: str
    session_index: str


def remember(response: "Response", connector: str, session: OpenSession) -> None:
    """Note who came in, at this provider's pages alone."""
    value = base64.urlsafe_b64encode(json.dumps(asdict(session)).encode()).decode()
    response.set_cookie(
        COOKIE, value, path=_path(connector), httponly=True, samesite="Lax", max_age=43_200
    )


def recall(request: "Request") -> OpenSession | None:
    """Return who is in; whatever the cookie holds, it is only the browser's own."""
    try:
        data = json.loads(base64.urlsafe_b64decode(request.cookies.get(COOKIE, "")))
        return OpenSession(**{name: str(value) for name, value in data.items()})
    except (AttributeError, TypeError, ValueError, binascii.Error):
        return None


def forget(response: "Response", connector: str) -> None:
    """Nobody is in any more."""
    response.delete_cookie(COOKIE, path=_path(connector))


def _path(connector: str) -> str:
    return f"/demo-idp/{connector}"
