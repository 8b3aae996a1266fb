"""What a request's body was kept in while it was read: closed when the request is over.

WebOb keeps large bodies, and the files in them, in temporary files that nobody closes. They would
stay open until the interpreter comes across them, and a morning of uploads could use up the
number of files that a process may hold.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from pyramid.interfaces import PHASE3_CONFIG, IExecutionPolicy

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from webob import Response

Environ: TypeAlias = dict[str, Any]
Policy: TypeAlias = "Callable[[Environ, Any], Response]"

# Where WebOb keeps the fields it read, with the body they were read from.
FIELDS = "webob._parsed_post_vars"


def closing_bodies(policy: Policy) -> Policy:
    """An execution policy that also closes what was opened for the body.

    Around all tries of a request: the next one reads the same body again.
    """

    def closing(environ: Environ, router: Any) -> "Response":
        sent = environ.get("wsgi.input")
        try:
            return policy(environ, router)
        finally:
            for file in _opened(environ, sent):
                file.close()

    return closing


def _opened(environ: Environ, sent: Any) -> Iterator[Any]:
    fields, _body = environ.get(FIELDS, ({}, None))
    for value in fields.values():
        if (file := getattr(value, "file", None)) is not None:
            yield file
    kept = environ.get("wsgi.input")
    # The server's own stream is the server's to close.
    if kept is not sent and hasattr(kept, "close"):
        yield kept


def includeme(config: "Configurator") -> None:
    """Wrap the policy that is in force once everything else is configured."""

    def wrap() -> None:
        policy = config.registry.getUtility(IExecutionPolicy)
        config.registry.registerUtility(closing_bodies(policy), IExecutionPolicy)

    config.action(None, wrap, order=PHASE3_CONFIG + 1)
