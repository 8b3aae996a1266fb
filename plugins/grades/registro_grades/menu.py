"""Entries of the menu, by what one may do."""

from registro_core.api import MenuItem, Request


def menu_items(_request: Request) -> list[MenuItem]:
    """The pages of marks open to the person signed in."""
    return []
