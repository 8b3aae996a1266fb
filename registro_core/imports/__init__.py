"""Imports: reading a school's files, showing what they would change, and doing it whole or not."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: "Configurator") -> None:
    """Add the office's pages for imports."""
