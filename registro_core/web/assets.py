"""Static files: one address for ever per content, so that browsers keep them for a year."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyramid.path import AssetResolver
from pyramid.static import QueryStringCacheBuster

if TYPE_CHECKING:
    from pyramid.config import Configurator

    from registro_core.request import Request

CORE_STATIC = "registro_core:web/static"
ONE_YEAR = 365 * 24 * 60 * 60
REGISTRY_KEY = "registro.asset_addresses"
STYLESHEETS = "registro.stylesheets"

# In the order of the cascade; those of plugins come after them.
CORE_STYLESHEETS = tuple(
    f"{CORE_STATIC}/{name}"
    for name in (
        "vendor/bi/bootstrap-italia.css",
        "tokens.css",
        "base.css",
        "shell.css",
        "page.css",
        "components.css",
        "forms.css",
        "lists.css",
        "lesson.css",
        "family.css",
        "print.css",
    )
)


class ContentHash(QueryStringCacheBuster):
    """Adds the hash of a file's content to its address: it changes exactly when the file does.

    The hashes are remembered per application, by the file's time of change.
    """

    def __init__(self) -> None:
        super().__init__("v")
        self._resolver = AssetResolver()
        self._paths: dict[str, Path] = {}
        self._hashes: dict[tuple[Path, int], str] = {}

    def tokenize(self, _request: Any, _subpath: str, kw: dict[str, Any]) -> str:
        """The first ten characters of the SHA-256 of the file; raises FileNotFoundError."""
        spec = kw["pathspec"]
        if spec not in self._paths:
            self._paths[spec] = Path(self._resolver.resolve(spec).abspath())
        path = self._paths[spec]
        key = (path, path.stat().st_mtime_ns)
        if key not in self._hashes:
            self._hashes[key] = hashlib.sha256(path.read_bytes()).hexdigest()[:10]
        return self._hashes[key]


def asset_url(request: "Request", spec: str) -> str:
    """Address of a static file such as `registro_meals:static/meals.js`.

    Worked out once, or at each use with `pyramid.reload_assets`, as one who writes styles wants.
    """
    known: dict[str, str] = request.registry[REGISTRY_KEY]
    if spec not in known or request.registry.settings["pyramid.reload_assets"]:
        known[spec] = str(request.static_path(spec))
    return known[spec]


def add_static_folder(config: "Configurator", name: str, spec: str) -> None:
    """Serve a folder under /static/<name>, each file kept by browsers for a year."""
    config.add_static_view(f"static/{name}", spec, cache_max_age=ONE_YEAR)
    config.add_cache_buster(spec, ContentHash())


def includeme(config: "Configurator") -> None:
    """Serve the core's static files, and the `static` folder of each plugin that has one.

    A plugin's `static/<name>.css` is found by its name and used by every page.
    """
    config.registry[REGISTRY_KEY] = {}
    config.add_request_method(asset_url, "asset")
    add_static_folder(config, "core", CORE_STATIC)
    stylesheets = list(CORE_STYLESHEETS)
    for plugin in config.registry.platform.plugins.loaded:
        static = AssetResolver(plugin.package)
        if static.resolve("static").isdir():
            add_static_folder(config, plugin.name, f"{plugin.package}:static")
        if static.resolve(f"static/{plugin.name}.css").exists():
            stylesheets.append(f"{plugin.package}:static/{plugin.name}.css")
    config.registry[STYLESHEETS] = tuple(stylesheets)
