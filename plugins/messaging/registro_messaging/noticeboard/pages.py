"""Where the noticeboard shows itself: the menu, and the home page of who owes something."""

from registro_core.api import Card, MenuItem, Request, markup
from registro_messaging import _
from registro_messaging.noticeboard.services.receipts import board
from registro_messaging.permissions import OPEN

SHOWN = 4


def menu_items(request: Request) -> list[MenuItem]:
    """The list of circulars."""
    if not request.allows(OPEN.name):
        return []
    return [MenuItem(38, _("Circolari"), "/circulars", "it-mail")]


def home_cards(request: Request) -> list[Card]:
    """What one has not read or owes a signature for: one statement."""
    if request.identity is None or not request.allows(OPEN.name):
        return []
    rows = [
        row
        for row in board(request.dbsession, request.identity, 0, SHOWN)
        if row.unread or row.owes
    ]
    if not rows:
        return []
    template = "registro_messaging:noticeboard/templates/home_card.pt"
    return [Card(12, "circulars", markup(request, template, rows=rows))]
