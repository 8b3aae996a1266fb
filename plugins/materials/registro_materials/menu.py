"""Entries of the menu, by what one may do."""

from registro_core.api import MenuItem, Request
from registro_materials import _
from registro_materials.permissions import FAMILY, OWN


def menu_items(request: Request) -> list[MenuItem]:
    """The pages of materials open to the person signed in."""
    teaches = request.allows(OWN.name)
    # Who also teaches has two pages: each entry says which it is.
    family = _("Materiali dei figli") if teaches else _("Materiali")
    found = [
        (FAMILY, MenuItem(45, family, "/materials/family", "it-folder")),
        (OWN, MenuItem(155, _("Materiali"), "/materials", "it-folder")),
    ]
    return [item for permission, item in found if request.allows(permission.name)]
