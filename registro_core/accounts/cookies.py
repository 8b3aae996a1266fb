"""The cookies of signing in: the session's, the known browser's, the one of a link."""

from datetime import timedelta
from typing import TYPE_CHECKING

from registro_core.accounts.sessions import cookie_name

if TYPE_CHECKING:
    from pyramid.response import Response

    from registro_core.request import Request

DEVICE_LIVES = timedelta(days=365)
# A link or code once opened leaves this long to choose a password.
LINK_LIVES = timedelta(minutes=30)
# After the password, to type the code.
PENDING_LIVES = timedelta(minutes=10)


def _own(request: "Request", name: str) -> str:
    return f"__Host-{name}" if request.platform.installation.secure else name


def _set(
    request: "Request", response: "Response", name: str, value: str, lives: timedelta | None
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=lives,
        path="/",
        secure=request.platform.installation.secure,
        httponly=True,
        samesite="Lax",
    )


def _delete(request: "Request", response: "Response", name: str) -> None:
    # A browser ignores the deletion of a `__Host-` cookie that is not itself secure.
    _set(request, response, name, "", timedelta(0))


def session_token(request: "Request") -> str | None:
    """The token of the session's cookie, whatever it is worth."""
    token: str | None = request.cookies.get(cookie_name(request.platform.installation.secure))
    return token


def set_session(request: "Request", response: "Response", token: str) -> None:
    """Sign the browser in: the cookie ends with the browser."""
    name = cookie_name(request.platform.installation.secure)
    _set(request, response, name, token, None)


def announce_session(request: "Request", token: str) -> None:
    """Let the page that answers this request carry the form tokens of the session's new token."""
    request.new_session_token = token


def delete_session(request: "Request", response: "Response") -> None:
    """Sign the browser out."""
    _delete(request, response, cookie_name(request.platform.installation.secure))


def device_token(request: "Request") -> str | None:
    """The token by which this browser is known again."""
    token: str | None = request.cookies.get(_own(request, "device"))
    return token


def set_device(request: "Request", response: "Response", token: str) -> None:
    """Know this browser again for a year."""
    _set(request, response, _own(request, "device"), token, DEVICE_LIVES)


def link_token(request: "Request") -> str | None:
    """The token of a link that was opened in this browser."""
    token: str | None = request.cookies.get(_own(request, "link"))
    return token


def set_link(request: "Request", response: "Response", token: str) -> None:
    """Keep a link's token out of the address, where Referer and history would carry it on."""
    _set(request, response, _own(request, "link"), token, LINK_LIVES)


def delete_link(request: "Request", response: "Response") -> None:
    """Forget the link."""
    _delete(request, response, _own(request, "link"))


def pending_token(request: "Request") -> str | None:
    """The token of a sign-in in this browser that waits for its code."""
    token: str | None = request.cookies.get(_own(request, "pending"))
    return token


def set_pending(request: "Request", response: "Response", token: str) -> None:
    """Know which sign-in waits here for its code."""
    _set(request, response, _own(request, "pending"), token, PENDING_LIVES)


def delete_pending(request: "Request", response: "Response") -> None:
    """Forget the sign-in that waited."""
    _delete(request, response, _own(request, "pending"))


def is_shared(request: "Request") -> bool:
    """Whether somebody said before that this browser is on a computer that others use."""
    return request.cookies.get(_own(request, "shared")) is not None


def set_shared(request: "Request", response: "Response", *, shared: bool) -> None:
    """Remember it for the next sign-in here, or forget it."""
    if shared:
        _set(request, response, _own(request, "shared"), "yes", DEVICE_LIVES)
    elif is_shared(request):
        _delete(request, response, _own(request, "shared"))
