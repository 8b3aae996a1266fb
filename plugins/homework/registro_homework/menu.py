"""Entries of the menu, by what one may do."""

from registro_core.api import MenuItem, Request
from registro_homework import _
from registro_homework.permissions import HOME, OWN


def menu_items(request: Request) -> list[MenuItem]:
    """The pages of homework open to the person signed in."""
    found = [
        (HOME, MenuItem(30, _("Compiti"), "/homework/family", "it-bookmark", on_phone_bar=True)),
        (OWN, MenuItem(145, _("Compiti e verifiche"), "/homework", "it-bookmark")),
    ]
    return [item for permission, item in found if request.allows(permission.name)]
