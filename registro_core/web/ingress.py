"""What is refused at the door, before any code of ours reads it (checks 20, 25).

Pyramid by itself answers 500 to bytes that are not UTF-8, to a multipart body
without boundary and to an unknown charset; a NUL makes PostgreSQL fail.
"""

import logging
from typing import TYPE_CHECKING

from pyramid.interfaces import IRoutesMapper

from registro_core.files.settings import MAX_MEGABYTES
from registro_core.web.plain import refusal
from registro_core.web.uploads import LARGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyramid.registry import Registry
    from pyramid.response import Response

    from registro_core.request import Request

    Handler = Callable[[Request], Response]

log = logging.getLogger(__name__)

MAX_BODY = 12 * 1024 * 1024
# Where files are uploaded: the largest that a school may allow, and the form around it.
MAX_UPLOAD = (MAX_MEGABYTES + 10) * 1_000_000
FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


class RefusedError(Exception):
    """A request that no page will see; `status` is the answer, the text goes to the log."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def inspect(request: "Request", hosts: frozenset[str]) -> None:
    """Raise `RefusedError` for a request that is malformed, too large or for another host."""
    if request.host.lower() not in hosts:
        raise RefusedError(400, "unknown Host header")
    if _too_large(request):
        raise RefusedError(413, "body too large")
    if (request.charset or "utf-8").lower() not in {"utf-8", "utf8"}:
        raise RefusedError(400, "charset other than UTF-8")
    try:
        _refuse_nul([request.path_info, *request.GET.mixed()], request.GET.values())
        if request.method not in {"GET", "HEAD"} and request.content_type in FORM_TYPES:
            _refuse_nul(request.POST.keys(), request.POST.values())
    except (UnicodeError, LookupError, ValueError) as error:
        raise RefusedError(400, f"unreadable request: {type(error).__name__}") from error


def _too_large(request: "Request") -> bool:
    length = request.content_length or 0
    if length <= MAX_BODY or length > MAX_UPLOAD:
        return length > MAX_BODY
    found = request.registry.getUtility(IRoutesMapper)(request)["route"]
    return found is None or found.name not in request.registry.get(LARGE, ())


def _refuse_nul(names: "Iterable[object]", values: "Iterable[object]") -> None:
    for text in (*names, *values):
        if isinstance(text, str) and "\0" in text:
            raise RefusedError(400, "NUL character")


def ingress(handler: "Handler", registry: "Registry") -> "Handler":
    """Tween just under the headers: turns away what is malformed."""
    hosts = registry.platform.installation.hosts

    def tween(request: "Request") -> "Response":
        try:
            inspect(request, hosts)
        except RefusedError as refused:
            log.info("request %s refused: %s", request.id, refused)
            return refusal(refused.status)
        return handler(request)

    return tween
