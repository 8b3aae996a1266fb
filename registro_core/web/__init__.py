"""Pages: layout, forms, static files, languages, errors, and the shields around every answer."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator

PARTS = (
    "assets",
    "bodies",
    "csrf",
    "dates",
    "errors",
    "flash",
    "i18n",
    "icons",
    "idempotency",
    "layout",
    "public",
    "tweens",
    "uploads",
)


def includeme(config: "Configurator") -> None:
    """Add what every page needs; `registry.platform` must be there already."""
    config.include("pyramid_chameleon")
    for part in PARTS:
        config.include(f"registro_core.web.{part}")
