"""Refusing with a reason: for who knows that the page exists, and deserves to know why not."""

from typing import TYPE_CHECKING

from pyramid.httpexceptions import HTTPForbidden

if TYPE_CHECKING:
    from registro_core.items import Text


class Refused(HTTPForbidden):
    """403 with a title and a reason in words, instead of "your role does not allow it"."""

    def __init__(self, heading: "Text", reason: "Text") -> None:
        """Nothing was stored: the transaction ends with it."""
        super().__init__()
        self.heading = heading
        self.reason = reason
