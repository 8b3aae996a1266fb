"""The language of a page: what the person chose, else what the browser asks for, else Italian."""

from typing import TYPE_CHECKING

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.path import AssetResolver

from registro_core.web.redirects import local_url

if TYPE_CHECKING:
    from pyramid.config import Configurator

    from registro_core.request import Request

DEFAULT = "it"
# Each with its own name, as its readers look for it.
LANGUAGES = {"it": "Italiano", "en": "English"}
COOKIE = "_LOCALE_"
ONE_YEAR = 365 * 24 * 60 * 60


def accepted_language(header: str) -> str | None:
    """The first of our languages by the weights of an Accept-Language header, or None."""
    wishes: list[tuple[float, str]] = []
    for wish in header.split(","):
        tag, _, weight = wish.replace(" ", "").partition(";q=")
        language = tag.lower().partition("-")[0]
        if language in LANGUAGES:
            wishes.append((_weight(weight), language))
    # max() keeps the first of equals: browsers write the dearer one first
    best = max(wishes, key=lambda wish: wish[0], default=(0, None))
    return best[1] if best[0] > 0 else None


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def negotiate(request: "Request") -> str:
    """The language of a request: the footer's choice (cookie), the account's, the browser's."""
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return str(chosen)
    identity = request.identity
    if identity is not None and identity.locale in LANGUAGES:
        return str(identity.locale)
    return accepted_language(request.headers.get("Accept-Language", "")) or DEFAULT


def switch_language(request: "Request") -> HTTPSeeOther:
    """GET /language/{code}?next=…: keep the choice in a cookie and go back where one was.

    A GET that writes nothing but the reader's own cookie: it works in any page,
    also for who is not signed in.
    """
    back = HTTPSeeOther(local_url(request.GET.get("next")))
    code = request.matchdict["code"]
    if code in LANGUAGES:
        back.set_cookie(COOKIE, code, max_age=ONE_YEAR, path="/", samesite="Lax", httponly=True)
    return back


def includeme(config: "Configurator") -> None:
    """Set the negotiator and find the translations of the core and of each plugin."""
    config.set_locale_negotiator(negotiate)
    for plugin in config.registry.platform.plugins.loaded:
        if AssetResolver(plugin.package).resolve("locale").isdir():
            config.add_translation_dirs(f"{plugin.package}:locale")
