"""Messages shown once, on the page after a save.

They travel in a short signed cookie: a GET may not write to the database, so a
message kept there could not be taken away when it is shown.
"""

import base64
import hmac
import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.response import Response

    from registro_core.items import Text
    from registro_core.request import Request

COOKIE = "flash"
SECONDS = 60
PENDING = "registro.flash"
ICONS = {
    "ok": "it-check-circle",
    "warn": "it-warning-circle",
    "bad": "it-error",
    "info": "it-info-circle",
}


@dataclass(frozen=True)
class FlashMessage:
    """A message and its kind: "ok", "warn", "bad" or "info"."""

    text: str
    kind: str

    @property
    def icon(self) -> str:
        """The sign beside the words."""
        return ICONS.get(self.kind, ICONS["info"])


def flash(request: "Request", message: "Text", kind: str = "ok") -> None:
    """Show a message on the next page, in the language of this one."""
    pending = request.environ.get(PENDING)
    if pending is None:
        pending = request.environ[PENDING] = []
        request.add_response_callback(_send)
    pending.append((request.translate(message), kind))


def take_messages(request: "Request") -> list[FlashMessage]:
    """The messages to show on this page; they are gone afterwards."""
    stored = _read(request)
    if stored:
        request.add_response_callback(_forget)
    now = request.environ.pop(PENDING, None) or []
    return [FlashMessage(str(text), str(kind)) for text, kind in (*stored, *now)]


def _signature(request: "Request", payload: bytes) -> str:
    return hmac.new(request.platform.secret, b"flash:" + payload, sha256).hexdigest()


def _read(request: "Request") -> list[tuple[str, str]]:
    payload, _, signature = request.cookies.get(COOKIE, "").partition(".")
    expected = _signature(request, payload.encode())
    if not hmac.compare_digest(expected.encode(), signature.encode()):
        return []
    return [(text, kind) for text, kind in json.loads(base64.urlsafe_b64decode(payload))]


def _send(request: "Request", response: "Response") -> None:
    pending = request.environ.get(PENDING)
    if not pending:
        return
    payload = base64.urlsafe_b64encode(json.dumps(pending).encode())
    response.set_cookie(
        COOKIE,
        f"{payload.decode()}.{_signature(request, payload)}",
        max_age=SECONDS,
        path="/",
        secure=request.platform.installation.secure,
        httponly=True,
        samesite="Lax",
    )


def _forget(_request: "Request", response: "Response") -> None:
    response.delete_cookie(COOKIE, path="/")


def includeme(config: "Configurator") -> None:
    """Give each request its `flash(message, kind="ok")`."""
    config.add_request_method(flash)
