"""The addresses of the noticeboard."""

from typing import Any

from registro_core.api import Configurator, SchoolContext, accept_files, work_apart
from registro_messaging.noticeboard.contexts import (
    AttachmentContext,
    CircularContext,
    OwnAttachmentContext,
    ReceivedContext,
)

ONE = "/circulars/{circular_id}"
FILE = f"{ONE}/files/{{attachment_id}}"

# Name -> (pattern, factory of the context).
ROUTES: dict[str, tuple[str, Any]] = {
    "messaging.circulars": ("/circulars", SchoolContext),
    "messaging.circulars.manage": ("/circulars/manage", SchoolContext),
    "messaging.circulars.new": ("/circulars/new", SchoolContext),
    "messaging.circular": (ONE, ReceivedContext),
    "messaging.circular.sign": (f"{ONE}/sign", ReceivedContext),
    "messaging.circular.file": (FILE, AttachmentContext),
    "messaging.circular.edit": (f"{ONE}/edit", CircularContext),
    "messaging.circular.publish": (f"{ONE}/publish", CircularContext),
    "messaging.circular.later": (f"{ONE}/later", CircularContext),
    "messaging.circular.remind": (f"{ONE}/remind", CircularContext),
    "messaging.circular.archive": (f"{ONE}/archive", CircularContext),
    "messaging.circular.withdraw": (f"{ONE}/withdraw", CircularContext),
    "messaging.circular.statistics": (f"{ONE}/statistics", CircularContext),
    "messaging.circular.csv": (f"{ONE}/statistics.csv", CircularContext),
    "messaging.circular.file.remove": (f"{FILE}/remove", OwnAttachmentContext),
}


def add_routes(config: Configurator) -> None:
    """Add the routes, and the views that answer them."""
    for name, (pattern, factory) in ROUTES.items():
        config.add_route(name, pattern, factory=factory)
    accept_files(config, "messaging.circulars.new", "messaging.circular.edit", large=True)
    # Who opens a circular leaves a receipt, though a GET writes nothing else.
    work_apart(config, "messaging.circular")
    config.scan("registro_messaging.noticeboard.views")
