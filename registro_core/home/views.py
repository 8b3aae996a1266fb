"""The home page: a greeting, and the cards that core and plugins bring."""

from datetime import time
from typing import TYPE_CHECKING, Any

from pyramid.view import view_config

from registro_core import _
from registro_core.clock import school_time
from registro_core.items import Card, MenuItem
from registro_core.permissions import HOME

if TYPE_CHECKING:
    from registro_core.items import Text
    from registro_core.request import Request

AFTERNOON, EVENING = time(13), time(18)


def menu_items(_request: "Request") -> list[MenuItem]:
    """The first entry of everybody's menu."""
    return [MenuItem(0, _("Oggi"), "/", icon="r-home", on_phone_bar=True)]


def greeting(at: time) -> "Text":
    """How one greets in Italy at a time of the day."""
    if at < AFTERNOON:
        return _("Buongiorno, ${name}")
    return _("Buon pomeriggio, ${name}") if at < EVENING else _("Buonasera, ${name}")


def cards(request: "Request") -> list[Card]:
    """The cards for the person signed in, in order; a plugin that fails is left out."""
    found: list[Card] = request.platform.plugins.collect_safely(
        request.dbsession, "registro_home_cards", request=request
    )
    return sorted(found, key=lambda card: (card.order, card.key))


@view_config(
    route_name="home",
    permission=HOME.name,
    request_method="GET",
    renderer="registro_core:home/templates/home.pt",
)
def home(request: "Request") -> dict[str, Any]:
    """Show today."""
    name = request.identity.given_name if request.identity else ""
    text = request.translate(greeting(school_time(request.now)))
    return {"greeting": text.replace("${name}", name), "cards": cards(request)}
