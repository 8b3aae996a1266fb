"""The security headers of every answer: pages, errors, redirects and static files (check 34)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.registry import Registry
    from pyramid.response import Response

    from registro_core.request import Request

    Handler = Callable[[Request], Response]

# Nothing inline at all, so neither nonce nor hash is needed; `data:` images are the kit's arrows.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)

SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": browsers would then send "Origin: null" and no form would pass the check.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}


def security_headers(handler: "Handler", _registry: "Registry") -> "Handler":
    """Tween, outermost. A view may set a stricter header of its own (an uploaded file does)."""

    def tween(request: "Request") -> "Response":
        response = handler(request)
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        # Pages hold children's data: only what says otherwise (static files) may be kept.
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Request-Id"] = request.id
        return response

    return tween
