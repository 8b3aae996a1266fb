"""Notices: what people must be told, from the event to the inbox and the mail."""

from typing import TYPE_CHECKING

from registro_core.db.apart import work_apart

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: "Configurator") -> None:
    """Add the inbox, the preferences and the office's view of the outbox."""
    config.add_route("notices", "/notices")
    config.add_route("notices.live", "/notices/live")
    # asked all day, it needs no transaction of a request
    work_apart(config, "notices.live")
    config.add_route("notices.open", "/notices/open")
    config.add_route("notices.read_all", "/notices/read-all")
    config.add_route("notices.preferences", "/account/notices")
    config.add_route("notices.unsubscribe", "/unsubscribe")
    config.add_route("deliveries", "/office/deliveries")
    config.scan("registro_core.notices.views")
