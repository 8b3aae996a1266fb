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
    if Role.TEACHER in identity.roles:
        return [_item("/calendar")]
    # One of the students; from their page the others are a tap away.
    return [
        _item(f"/students/{student_id}/calendar")
        for student_id in sorted(identity.own_student_ids)[:1]
    ]


def _item(path: str) -> MenuItem:
    return MenuItem(20, _("Agenda"), path, "it-calendar")
