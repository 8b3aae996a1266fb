"""Texts of notices: stored as messages, rendered in each reader's language."""

import gettext
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from importlib.resources import files
from typing import Any

from babel.dates import format_date, format_time
from translationstring import TranslationString

from registro_core.items import Text
from registro_core.plugins import Plugins

DEFAULT_LANGUAGE = "it"

# Gives the text of a message in one language, its values filled in.
Translate = Callable[[TranslationString], str]


def pack(text: Text) -> dict[str, object]:
    """A text as it is stored: a message keeps its id, so that each reader gets their language.

    Values of a message may be dates and times, written in the reader's way when
    rendered, and messages themselves.
    """
    if not isinstance(text, TranslationString):
        return {"msgid": text, "domain": None, "mapping": {}}
    mapping = {name: _pack_value(value) for name, value in (text.mapping or {}).items()}
    packed: dict[str, object] = {"msgid": str(text), "domain": text.domain, "mapping": mapping}
    if text.default is not None:
        packed["default"] = str(text.default)
    return packed


def _pack_value(value: object) -> object:
    if isinstance(value, TranslationString):
        return {"text": pack(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    return str(value)


def render(stored: Mapping[str, Any], language: str, translate: Translate) -> str:
    """The text in a language."""
    if stored["domain"] is None:
        return str(stored["msgid"])
    mapping = {
        name: _render_value(value, language, translate) for name, value in stored["mapping"].items()
    }
    message = TranslationString(
        stored["msgid"],
        domain=stored["domain"],
        default=stored.get("default"),
        mapping=mapping or None,
    )
    return translate(message)


def _render_value(value: Any, language: str, translate: Translate) -> str:
    if not isinstance(value, dict):
        return str(value)
    if "text" in value:
        return render(value["text"], language, translate)
    if "date" in value:
        return format_date(date.fromisoformat(value["date"]), "EEEE d MMMM", locale=language)
    return format_time(time.fromisoformat(value["time"]), "H:mm", locale=language)


class Catalogs:
    """The translations of core and plugins, for the worker: it has no request."""

    def __init__(self, plugins: Plugins) -> None:
        """Remember where translations are; they are read at first use."""
        self._folders: Sequence[str] = [
            str(files(plugin.package) / "locale") for plugin in plugins.loaded
        ]
        self._read: dict[tuple[str, str], gettext.NullTranslations] = {}

    def translator(self, language: str) -> Translate:
        """A function that gives messages in a language, in Italian where none is found."""

        def translate(message: TranslationString) -> str:
            catalog = self._catalog(message.domain, language)
            found = catalog.gettext(str(message))
            # an untranslated message falls back on its default, if it has one
            return str(message.interpolate(found if found != str(message) else None))

        return translate

    def _catalog(self, domain: str, language: str) -> gettext.NullTranslations:
        key = (domain, language)
        if key not in self._read:
            self._read[key] = self._find(domain, language)
        return self._read[key]

    def _find(self, domain: str, language: str) -> gettext.NullTranslations:
        for folder in self._folders:
            if gettext.find(domain, folder, [language]):
                return gettext.translation(domain, folder, [language])
        return gettext.NullTranslations()
