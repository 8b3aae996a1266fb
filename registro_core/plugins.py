"""Finding, checking and calling plugins.

One manager per application, never per process: one process may serve many
schools, each with its own plugins. The order of calls is that of the
configuration; what is shown sorts by its own `order`.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from inspect import isfunction
from types import ModuleType
from typing import Any

import pluggy
from sqlalchemy.orm import Session

from registro_core import hookspecs

ENTRY_POINTS = "registro.plugins"
CORE = "core"

log = logging.getLogger(__name__)


class PluginError(Exception):
    """A plugin cannot be used; the message names the plugin, the fault and the mend."""


@dataclass(frozen=True)
class Plugin:
    """A loaded plugin: its name in the configuration, its module of hooks, its package."""

    name: str
    module: ModuleType
    package: str


def installed() -> dict[str, EntryPoint]:
    """Plugins installed beside the core, by name."""
    return {point.name: point for point in entry_points(group=ENTRY_POINTS)}


class Plugins:
    """The plugins of one application."""

    def __init__(
        self, names: Sequence[str], development: bool = False, trace: bool = False
    ) -> None:
        """Load the core and the named plugins; raise `PluginError` for the first fault."""
        self.development = development
        self.trace = trace
        self._manager = pluggy.PluginManager(hookspecs.PROJECT)
        self._manager.add_hookspecs(hookspecs)
        self.loaded: list[Plugin] = []
        self._register(Plugin(CORE, import_module("registro_core.core"), "registro_core"))
        for name in _without_repetition(names):
            self._register(_load(name))

    @property
    def names(self) -> list[str]:
        """Names of the enabled plugins, without the core."""
        return [plugin.name for plugin in self.loaded if plugin.name != CORE]

    def collect(self, hook: str, /, **arguments: object) -> list[Any]:
        """Call a plural hook on every plugin and join the lists; a failure is raised."""
        return [item for _plugin, item in self.by_plugin(hook, **arguments)]

    def by_plugin(self, hook: str, /, **arguments: object) -> Iterator[tuple[Plugin, Any]]:
        """Yield each plugin with each item it returned from a plural hook."""
        for plugin in self.loaded:
            for item in self._call(plugin, hook, arguments) or ():
                yield plugin, item

    def collect_safely(self, session: Session, hook: str, /, **arguments: object) -> list[Any]:
        """Like `collect`, but a plugin that fails is logged and left out.

        For parts of a page: a broken card must not take the page down. The
        savepoint matters: after a failed statement PostgreSQL refuses the rest
        of the transaction, so the plugins' own work has to be undone. One
        savepoint serves all; only if somebody fails is each asked in its own.
        In development the failure is raised.
        """
        try:
            with session.begin_nested():
                return [item for _plugin, item in self.by_plugin(hook, **arguments)]
        except Exception:
            if self.development:
                raise
        return self._collect_one_by_one(session, hook, arguments)

    def _collect_one_by_one(
        self, session: Session, hook: str, arguments: dict[str, object]
    ) -> list[Any]:
        items: list[Any] = []
        for plugin in self.loaded:
            try:
                with session.begin_nested():
                    items += self._call(plugin, hook, arguments) or ()
            except Exception:
                log.exception("plugin %s failed in %s; its part is left out", plugin.name, hook)
        return items

    def first(self, hook: str, /, **arguments: object) -> Any:
        """Ask a singular hook: the first answer that is not None, or None."""
        for plugin in self.loaded:
            answer = self._call(plugin, hook, arguments)
            if answer is not None:
                return answer
        return None

    def fire(self, hook: str, /, **arguments: object) -> None:
        """Tell every plugin of an event, or to do something; a failure is raised."""
        for plugin in self.loaded:
            self._call(plugin, hook, arguments)

    def call(self, plugin: Plugin, hook: str, /, **arguments: object) -> Any:
        """Call a hook on one plugin; None if it does not implement it."""
        return self._call(plugin, hook, arguments)

    def implements(self, plugin: Plugin, hook: str) -> bool:
        """Whether a plugin has this hook."""
        return self._implementation(plugin, hook) is not None

    def _implementation(self, plugin: Plugin, hook: str) -> pluggy.HookImpl | None:
        caller = getattr(self._manager.hook, hook)
        return next((i for i in caller.get_hookimpls() if i.plugin is plugin.module), None)

    def _call(self, plugin: Plugin, hook: str, arguments: dict[str, object]) -> Any:
        implementation = self._implementation(plugin, hook)
        if implementation is None:
            return None
        result = implementation.function(*(arguments[name] for name in implementation.argnames))
        if self.trace:
            log.info("%s.%s -> %r", plugin.name, hook, result)
        return result

    def _register(self, plugin: Plugin) -> None:
        try:
            self._manager.register(plugin.module, plugin.name)
        except pluggy.PluginValidationError as error:
            raise PluginError(_wrong_arguments(plugin, error)) from error
        self._refuse_unknown_hooks(plugin)
        self.loaded.append(plugin)

    def _refuse_unknown_hooks(self, plugin: Plugin) -> None:
        known = [name for name in vars(hookspecs) if name.startswith("registro_")]
        for name, function in vars(plugin.module).items():
            options = getattr(function, f"{hookspecs.PROJECT}_impl", None)
            if options is None and name.startswith("registro_") and isfunction(function):
                raise PluginError(
                    f"plugin {plugin.name}: {name} looks like a hook but is not marked: "
                    "write @hookimpl above it, or give it another name."
                )
            if options and name not in known and not options.get("optionalhook"):
                raise PluginError(
                    f"plugin {plugin.name}: there is no hook {name}{did_you_mean(name, known)}. "
                    f"The hooks are listed in registro_core/hookspecs.py."
                )


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint for a misspelt name, or nothing."""
    close = get_close_matches(name, list(known), n=1)
    return f": did you mean {close[0]}?" if close else ""


def _without_repetition(names: Sequence[str]) -> Sequence[str]:
    for name in names:
        if names.count(name) > 1:
            raise PluginError(f"registro.plugins names {name} twice: remove one")
    return names


def _load(name: str) -> Plugin:
    available = installed()
    if name not in available:
        raise PluginError(
            f"plugin {name} is not installed{did_you_mean(name, available)}. "
            f"Installed: {', '.join(sorted(available)) or 'none'}. "
            "Mend registro.plugins in the configuration, or install the plugin's package."
        )
    point = available[name]
    try:
        module = point.load()
    except Exception as error:
        raise PluginError(
            f"plugin {name} ({point.value}) cannot be imported: {type(error).__name__}: {error}"
        ) from error
    return Plugin(name, module, point.value.split(".", 1)[0].split(":", 1)[0])


def _wrong_arguments(plugin: Plugin, error: pluggy.PluginValidationError) -> str:
    detail = " ".join(str(error).split())
    return (
        f"plugin {plugin.name}: a hook takes arguments that its specification does not give. "
        f"Take only arguments listed in registro_core/hookspecs.py. ({detail})"
    )
