"""The entry of the menu that leads to locks."""

from typing import TYPE_CHECKING

from registro_core import _
from registro_core.items import MenuItem
from registro_core.permissions import UNLOCK

if TYPE_CHECKING:
    from registro_core.request import Request


def menu_items(request: "Request") -> list[MenuItem]:
    """Closing terms and granting unlocks, for those who may."""
    if not request.allows(UNLOCK.name):
        return []
    return [MenuItem(930, _("Blocchi e sblocchi"), "/office/locks", "it-lock")]
