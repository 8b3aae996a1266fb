"""The entry of the menu."""

from typing import TYPE_CHECKING

from registro_core import _
from registro_core.items import MenuItem, Role

if TYPE_CHECKING:
    from registro_core.request import Request

HOOK = "registro_calendar_entries"


def menu_items(request: "Request") -> list[MenuItem]:
    """The agenda, for who has one, where some plugin puts something into it."""
    identity, plugins = request.identity, request.platform.plugins
    if identity is None or not any(plugins.implements(each, HOOK) for each in plugins.loaded):
        return []
    has_one = bool(
        identity.wards or identity.relations.own_classes or Role.TEACHER in identity.roles
    )
    return [MenuItem(20, _("Agenda"), "/calendar", "it-calendar")] if has_one else []
