"""What one application holds: its settings, its database, its plugins. Never a module global."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from registro_core.clock import Clock, system_clock
from registro_core.db.engine import for_one_question, make_engine, read_only
from registro_core.facts import CLOCK, PLUGINS, SECRET
from registro_core.files.store import FileStore, LocalStore
from registro_core.items import NoticeChannel, NoticeKind, Permission, Relation, Setting
from registro_core.plugins import CORE, PluginError, Plugins
from registro_core.security.models import PermissionGrant
from registro_core.settings import Installation, SchoolSettings


class Platform:
    """One school's register: found on the application's registry as `registry.platform`."""

    def __init__(self, installation: Installation, clock: Clock = system_clock) -> None:
        """Load the plugins and open the database lazily; raise `PluginError`."""
        self.installation = installation
        self.clock = clock
        # A trace names people: never at a real school.
        trace = installation.trace_plugins and installation.development
        self.plugins = Plugins(installation.plugins, installation.development, trace)
        self.permissions: dict[str, Permission] = self._declared("registro_permissions", ":")
        self.settings: dict[str, Setting] = self._declared("registro_settings", ".")
        self.notice_kinds: dict[str, NoticeKind] = self._declared("registro_notice_kinds", ":")
        self.notice_channels: dict[str, NoticeChannel] = self._declared(
            "registro_notice_channels", ":", installation=installation
        )
        self.files: FileStore = self.plugins.first(
            "registro_file_store", installation=installation
        ) or LocalStore(installation.files_dir)
        self.secret = read_secret(installation.data_dir / "secret")
        self.open_database(installation.database_url)

    def open_database(self, url: str) -> None:
        """Connect (lazily) to a database, and forget what was read of another."""
        self.engine: Engine = make_engine(url, self.installation.pool_size)
        self.asking: Engine = for_one_question(self.engine)
        # So that rules below the web can ask facts of plugins: see `registro_core.facts`.
        info = {PLUGINS: self.plugins, CLOCK: self.clock, SECRET: self.secret}
        self.sessions = sessionmaker(self.engine, expire_on_commit=False, info=info)
        self.reading_sessions = sessionmaker(
            read_only(self.engine), expire_on_commit=False, info=info
        )
        self.forget()

    def forget(self) -> None:
        """Forget what was read of the database, as it is another one now."""
        self._grants: tuple[int, dict[str, frozenset[Relation]]] | None = None

    def _declared(self, hook: str, separator: str, **arguments: object) -> dict[str, Any]:
        """Collect named declarations; each name starts with its owner's, and is given once."""
        found: dict[str, Any] = {}
        for plugin, item in self.plugins.by_plugin(hook, **arguments):
            prefix = plugin.name + separator
            if plugin.name != CORE and not item.name.startswith(prefix):
                raise PluginError(
                    f"plugin {plugin.name}: {hook} returns {item.name!r}, which is outside its "
                    f"prefix: name it {prefix}{item.name.split(separator)[-1]}"
                )
            if item.name in found:
                raise PluginError(f"plugin {plugin.name}: {hook} returns {item.name!r} twice")
            found[item.name] = item
        return found

    def school_settings(self, stored: Mapping[str, object]) -> SchoolSettings:
        """The school's choices over the declared defaults."""
        return SchoolSettings(self.settings, stored)

    def grants_at(self, session: Session, version: int) -> dict[str, frozenset[Relation]]:
        """The grants of a version of the school's row: read once, until somebody changes them."""
        if self._grants is None or self._grants[0] != version:
            self._grants = (version, self.grants(session))
        return self._grants[1]

    def grants(self, session: Session) -> dict[str, frozenset[Relation]]:
        """Which relations hold each permission: the defaults, as changed by the school."""
        held = {name: set(permission.granted_to) for name, permission in self.permissions.items()}
        for change in session.query(PermissionGrant):
            if change.permission in held:
                relations = held[change.permission]
                (relations.add if change.granted else relations.discard)(change.relation)
        return {name: frozenset(relations) for name, relations in held.items()}


def read_secret(path: Path) -> bytes:
    """The installation's secret: made on first use, 256 bits, readable by its owner alone.

    Several processes may start on an empty folder at once: a secret is written whole under a name
    of its own, then given its name unless another one has it already, and all read that one.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-") as fresh:
            fresh.write(secrets.token_bytes(32))
            fresh.flush()
            os.fsync(fresh.fileno())
            with suppress(FileExistsError):
                path.hardlink_to(fresh.name)
    return path.read_bytes()
