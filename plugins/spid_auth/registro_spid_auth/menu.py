"""The entry of the menu for who looks after digital identities."""

from registro_core.api import MenuItem, Request, SchoolContext
from registro_spid_auth import _
from registro_spid_auth.permissions import MANAGE

ORDER = 930


def menu_items(request: Request) -> list[MenuItem]:
    """SPID and CIE, for those who may open it."""
    if not request.allows(MANAGE.name, SchoolContext(request)):
        return []
    return [MenuItem(ORDER, _("SPID e CIE"), "/office/spid", "it-key")]
