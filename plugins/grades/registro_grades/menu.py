"""Entries of the menu, by what one may do."""

from registro_core.api import MenuItem, Request
from registro_grades import _
from registro_grades.permissions import OWN, SETUP


def menu_items(request: Request) -> list[MenuItem]:
    """The pages of marks open to the person signed in."""
    found = [
        (OWN, MenuItem(150, _("Voti"), "/marks", "it-note", on_phone_bar=True)),
        (SETUP, MenuItem(940, _("Giudizi e sigle"), "/marks/setup", "it-settings")),
    ]
    return [item for permission, item in found if request.allows(permission.name)]
