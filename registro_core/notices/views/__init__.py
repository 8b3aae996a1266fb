"""Pages of notices: the inbox, what one wants by e-mail, and the office's view of the outbox."""

from typing import TYPE_CHECKING

from registro_core import _
from registro_core.items import MenuItem

if TYPE_CHECKING:
    from registro_core.request import Request


def menu_items(request: "Request") -> list[MenuItem]:
    """The inbox; the office finds the outbox on its own page."""
    if request.identity is None:
        return []
    unread = request.shell.unread
    return [MenuItem(60, _("Avvisi"), "/notices", "r-bell", badge=unread, on_phone_bar=True)]
