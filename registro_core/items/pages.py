"""What plugins put on pages: menu, cards, parts of the lesson page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from registro_core.items.text import Text


@dataclass(frozen=True)
class MenuItem:
    """An entry of the main menu.

    `order` decides the place, and in a long menu the heading: 0-99 one's own day, 100-899
    classes and teaching, from 900 the office. `also` are other addresses that belong to the entry
    though they do not begin with its path; `*` stands for a part, as in "/classes/*/marks".
    """

    order: int
    label: Text
    path: str
    icon: str = "it-list"
    badge: int = 0
    on_phone_bar: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """A card on the home page, on a student's or a class's page: a title and rendered HTML.

    `html` is markup made by a template of the plugin (an object with `__html__`).
    `wide` cards take the whole row; `urgent` ones come first on a phone.
    """

    order: int
    key: str
    html: Any
    wide: bool = False


@dataclass(frozen=True)
class SearchHit:
    """Something found by the search of the top bar."""

    label: Text
    path: str
    detail: Text = ""
    icon: str = "it-search"


@dataclass(frozen=True)
class PartError:
    """What is wrong in a part of the lesson page. `conflict`: another saved meanwhile (409)."""

    field: str
    message: Text
    conflict: bool = False


class LessonPart(Protocol):
    """A part of the lesson page. The page calls `render` on GET; `validate` then `apply` on save.

    All parts of the page are saved in one transaction: `apply` of every part
    runs only if `validate` of every part returned nothing. When any part found
    errors, `render` is called after `validate` and must show what was typed,
    and its own errors.

    A part in which nothing can be typed now has an attribute `editable` that is
    False: the page has no button to save when all its parts say so. One that is locked (L7) has an
    attribute `locked`, the reason as a text: what several parts say is shown once, above them, and
    is then in the lesson's `said_above`, where `render` leaves it out. One that takes files has an
    attribute `files`, the names of its fields that may hold some.
    """

    key: str
    order: int

    def render(self) -> Any:
        """Return the part's markup (an object with `__html__`)."""

    def validate(self, form: Any) -> Sequence[PartError]:
        """Read the part's fields from the posted form (a MultiDict); return what is wrong."""

    def apply(self) -> None:
        """Store what `validate` read."""
