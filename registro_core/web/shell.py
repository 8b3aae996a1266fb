"""What frames a page: the menu, the bell, the languages; worked out when the layout asks."""

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from pyramid.decorator import reify

from registro_core import _
from registro_core.items import MenuItem, Text
from registro_core.notices.live import LiveCount, live_count
from registro_core.permissions import SEARCH
from registro_core.web.flash import FlashMessage, take_messages
from registro_core.web.i18n import LANGUAGES

if TYPE_CHECKING:
    from registro_core.request import Request

PHONE_PLACES = 4
# Where the headings of the menu stand, by the order of entries; what comes first has none.
SECTIONS: tuple[tuple[int, Text], ...] = ((100, _("Didattica")), (900, _("Ufficio")))
# A menu that is seen at a glance needs no headings.
SHORT_MENU = 7
THEMES = frozenset({"light", "dark"})


@dataclass(frozen=True)
class LanguageLink:
    """A language of the footer: its code, its own name, and where to switch to it."""

    code: str
    name: str
    url: str


@dataclass(frozen=True)
class MenuSection:
    """Some entries of the menu under a heading; `key` tells sections apart in the page."""

    key: str
    heading: Text | None
    items: list[MenuItem]


def sections_of(items: list[MenuItem]) -> list[MenuSection]:
    """The menu in sections by the order of its entries; a short one is a single section."""
    starts: list[tuple[int, Text | None]] = [(0, None)]
    if len(items) > SHORT_MENU:
        starts += SECTIONS
    ends = [start for start, _heading in starts[1:]] + [
        max((i.order for i in items), default=0) + 1
    ]
    found = [
        MenuSection(f"menu-{start}", heading, [i for i in items if start <= i.order < end])
        for (start, heading), end in zip(starts, ends, strict=True)
    ]
    return [section for section in found if section.items]


def covered(path: str, place: str) -> int:
    """How many parts of a path an address covers, 0 if the path is not in it; `*` is any part."""
    if place == "/":
        return int(path == "/")
    parts, wanted = path.strip("/").split("/"), place.strip("/").split("/")
    if len(parts) < len(wanted):
        return 0
    fits = all(want in {"*", part} for part, want in zip(parts, wanted, strict=False))
    return len(wanted) if fits else 0


class Shell:
    """The frame of one page. Nothing is read before the layout needs it."""

    def __init__(self, request: "Request") -> None:
        self.request = request

    @reify
    def menu(self) -> list[MenuItem]:
        """The entries for the person signed in, in order.

        None when nobody is, nor for who must first choose a password or prove more.
        """
        request = self.request
        identity = request.identity
        if identity is None or identity.must_change_password or request.second_factor_missing:
            return []
        items = request.platform.plugins.collect_safely(
            request.dbsession, "registro_menu_items", request=request
        )
        return sorted(items, key=lambda item: (item.order, item.path))

    @property
    def menu_sections(self) -> list[MenuSection]:
        """The menu with headings between what belongs to today, to classes and to the office."""
        return sections_of(self.menu)

    @property
    def phone_menu(self) -> list[MenuItem]:
        """At most four entries for the bar of phones; the fifth place opens the whole menu."""
        chosen = [item for item in self.menu if item.on_phone_bar] or self.menu
        return chosen[:PHONE_PLACES]

    @reify
    def current(self) -> str:
        """The path of the entry one is in: the one that covers most of this page's path."""
        path = self.request.path
        inside = [
            (depth, item.path)
            for item in self.menu
            if (depth := max(covered(path, place) for place in (item.path, *item.also)))
        ]
        return max(inside, key=itemgetter(0), default=(0, ""))[1]

    @reify
    def live(self) -> LiveCount | None:
        """What the person signed in has not read, None if nobody is: one statement."""
        identity = self.request.identity
        if identity is None:
            return None
        return live_count(self.request.dbsession, identity.person_id, self.request.now)

    @property
    def unread(self) -> int:
        """How many notices the person signed in has not read."""
        return self.live.unread if self.live else 0

    @reify
    def may_search(self) -> bool:
        """Whether the search box is shown: staff only."""
        return self.request.identity is not None and self.request.allows(SEARCH.name)

    @reify
    def messages(self) -> list[FlashMessage]:
        """Messages to show once, on this page."""
        return take_messages(self.request)

    @property
    def initials(self) -> str:
        """Two letters for the person signed in, where a name is too long."""
        identity = self.request.identity
        return f"{identity.given_name[:1]}{identity.surname[:1]}".upper() if identity else ""

    @property
    def theme(self) -> str | None:
        """Light or dark, if chosen by hand; None follows the device."""
        chosen = self.request.cookies.get("theme")
        return chosen if chosen in THEMES else None

    @property
    def here(self) -> str:
        """Where to come back to: this page, if it can be opened again."""
        safe = self.request.method in {"GET", "HEAD"}
        return self.request.path_qs if safe else "/"

    @property
    def languages(self) -> list[LanguageLink]:
        """The other languages of the register."""
        back = urlencode({"next": self.here})
        return [
            LanguageLink(code, name, f"/language/{code}?{back}")
            for code, name in LANGUAGES.items()
            if code != self.request.locale_name
        ]
