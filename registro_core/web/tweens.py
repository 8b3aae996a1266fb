"""The order of what stands around every request: headers outermost, then the door."""

from typing import TYPE_CHECKING

from pyramid.tweens import INGRESS

if TYPE_CHECKING:
    from pyramid.config import Configurator

HEADERS = "registro_core.web.headers.security_headers"
DOOR = "registro_core.web.ingress.ingress"


def includeme(config: "Configurator") -> None:
    """Add the tweens above pyramid_tm's: what is refused at the door opens no transaction."""
    config.add_tween(HEADERS, under=INGRESS)
    config.add_tween(DOOR, under=HEADERS, over="pyramid_tm.tm_tween_factory")
