"""The token that proves a form came from our own page: bound to the session, stored nowhere."""

import hmac
import secrets
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pyramid.csrf import ICSRFStoragePolicy
from zope.interface import implementer

from registro_core.accounts.sessions import cookie_name

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.response import Response

    from registro_core.request import Request

SEED = "registro.csrf_seed"


def seed_cookie(*, secure: bool) -> str:
    """Cookie of browsers that are not signed in yet."""
    return "__Host-seed" if secure else "seed"


def is_from_elsewhere(request: "Request") -> bool:
    """Whether the browser says that another site sent this form."""
    origin = request.headers.get("Origin")
    return origin is not None and _place(origin) != _place(request.host_url)


def _place(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


@implementer(ICSRFStoragePolicy)
class SessionToken:
    """The token is a keyed hash of the session's cookie: it changes when somebody signs in or out.

    Who is not signed in gets a random cookie of their own for the sign-in form.
    """

    def new_csrf_token(self, request: "Request") -> str:
        """The current token: it renews itself with the session."""
        return self.get_csrf_token(request)

    def get_csrf_token(self, request: "Request") -> str:
        """The token for the forms of this page."""
        seed = self._seed(request)
        return hmac.new(request.platform.secret, f"csrf:{seed}".encode(), sha256).hexdigest()

    def check_csrf_token(self, request: "Request", supplied_token: str) -> bool:
        """Compare in constant time; a body may hold anything. Another site's page never passes.

        Pyramid looks at Origin under https alone; a school may use the register in its own
        network without.
        """
        if is_from_elsewhere(request):
            return False
        expected = self.get_csrf_token(request)
        return hmac.compare_digest(expected.encode(), supplied_token.encode())

    def _seed(self, request: "Request") -> str:
        secure = request.platform.installation.secure
        own = (
            request.new_session_token
            or request.cookies.get(cookie_name(secure=secure))
            or request.cookies.get(seed_cookie(secure=secure))
        )
        if own:
            return str(own)
        if SEED not in request.environ:
            request.environ[SEED] = secrets.token_urlsafe(24)
            request.add_response_callback(_plant)
        return str(request.environ[SEED])


def _plant(request: "Request", response: "Response") -> None:
    secure = request.platform.installation.secure
    response.set_cookie(
        seed_cookie(secure=secure),
        request.environ[SEED],
        path="/",
        secure=secure,
        httponly=True,
        samesite="Lax",
    )


def includeme(config: "Configurator") -> None:
    """Use our token; the application asks for it in every unsafe request."""
    config.set_csrf_storage_policy(SessionToken())
