"""Icons: the server writes the drawing into the page, so they cost no request and no script."""

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from pyramid.config import Configurator

STATIC = Path(__file__).parent / "static"
SPRITES = (STATIC / "vendor" / "bi" / "sprites.svg", STATIC / "icons.svg")
SYMBOL = re.compile(r'<symbol id="([a-z0-9-]+)" viewBox="([0-9. ]+)">(.*?)</symbol>', re.DOTALL)
UNKNOWN = "it-more-items"
KEPT = 1000
REGISTRY_KEY = "registro.icons"


class Icons:
    """The drawings of the kit (`it-…`) and our own (`r-…`), by name."""

    def __init__(self) -> None:
        self._symbols: dict[str, tuple[str, str]] = {}
        for sprite in SPRITES:
            for name, box, drawing in SYMBOL.findall(sprite.read_text("utf-8-sig")):
                self._symbols[name] = (box, drawing.strip())
        # A page draws some thirty, nearly always the same ones.
        self._kept = lru_cache(maxsize=KEPT)(self._drawn)

    def __contains__(self, name: str) -> bool:
        return name in self._symbols

    def __call__(self, name: str, css: str = "") -> Markup:
        """Markup of an icon, hidden from screen readers: the words beside it speak.

        An unknown name (of a plugin made for a newer kit) gives three dots, not an error.
        """
        return self._kept(name, css)

    def _drawn(self, name: str, css: str) -> Markup:
        box, drawing = self._symbols.get(name) or self._symbols[UNKNOWN]
        return Markup(
            '<svg class="{}" viewBox="{}" aria-hidden="true" focusable="false">{}</svg>'
        ).format(f"r-ico {css}".strip(), box, Markup(drawing))  # noqa: S704 our own files


def includeme(config: "Configurator") -> None:
    """Read the drawings once per application."""
    config.registry[REGISTRY_KEY] = Icons()
