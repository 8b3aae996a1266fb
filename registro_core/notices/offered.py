"""The channels that the page of preferences offers to somebody."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from registro_core.items import NoticeChannel, Text

if TYPE_CHECKING:
    from registro_core.request import Request

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Offered:
    """A channel as the page shows it: `reaches` whether the person has an address there."""

    name: str
    label: Text
    reaches: bool
    panel: Any


def offered_channels(request: "Request") -> list[Offered]:
    """The channels, each with its panel; one that fails is logged and left out."""
    return list(_offered(request))


def _offered(request: "Request") -> Iterator[Offered]:
    for channel in request.platform.notice_channels.values():
        try:
            with request.dbsession.begin_nested():
                shown = _shown(channel, request)
        except Exception:
            if request.platform.plugins.development:
                raise
            log.exception("channel %s is left out of the page", channel.name)
        else:
            yield shown


def _shown(channel: NoticeChannel, request: "Request") -> Offered:
    person_id = request.identity.person_id
    reached = channel.addresses(request.dbsession, [person_id])
    return Offered(
        channel.name,
        channel.label,
        bool(reached.get(person_id)),
        channel.panel(request) if channel.panel else None,
    )
