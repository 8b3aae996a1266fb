"""`python -m registro_core.db.revise OWNER NUMBER "message"`: write a migration from the models."""

import sys
import tempfile
from pathlib import Path

from registro_core.db.migrate import make_revision, migrate, owners
from registro_core.plugins import CORE, Plugins


def main(owner: str, number: str, message: str) -> None:
    """Compare an owner's models with a freshly migrated database and write what is new."""
    plugins = Plugins([] if owner == CORE else [owner])
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'revise.db'}"
        migrate(url, plugins)
        plugin = next(plugin for plugin in owners(plugins) if plugin.name == owner)
        make_revision(url, plugin, message, number)


if __name__ == "__main__":
    main(*sys.argv[1:])
