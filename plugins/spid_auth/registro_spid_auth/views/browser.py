"""The cookie by which the browser that began is known again when it comes back (RS-4, OPS-8)."""

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.response import Response

    from registro_core.api import Request

# Ten minutes for a request, and then half an hour for a stranger to write to the office.
LIVES = timedelta(minutes=40)


def _name(request: "Request") -> str:
    return "__Host-spid" if request.platform.installation.secure else "spid"


def browser_of(request: "Request") -> str | None:
    """The cookie this browser has, if it has one."""
    token: str | None = request.cookies.get(_name(request))
    return token


def mark_of(request: "Request") -> str:
    """The mark of the browser that begins: the one it has already, or a new one for `set_mark`."""
    return browser_of(request) or secrets.token_urlsafe(24)


def set_mark(request: "Request", response: "Response", mark: str) -> None:
    """Mark the browser.

    `SameSite=None`: the response comes as a form of another site, and no other cookie of ours comes
    along with it. Browsers take `Secure` at `http://localhost` too.
    """
    response.set_cookie(
        _name(request),
        mark,
        max_age=LIVES,
        path="/",
        secure=True,
        httponly=True,
        samesite="None",
    )
