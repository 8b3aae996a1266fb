"""Changing one setting of a configuration file, and leaving the rest as it was written."""

import re
from collections.abc import Sequence
from pathlib import Path

from registro_core.cli.failures import CommandError

# The setting with its continuation lines, which are indented.
PLUGINS = re.compile(r"^registro\.plugins[ \t]*=.*\n?(?:[ \t]+\S.*\n?)*", re.MULTILINE)


def change_plugins(path: Path, names: Sequence[str]) -> None:
    """Write the enabled plugins; raise CommandError when the file does not name them."""
    text = path.read_text(encoding="utf-8")
    line = f"registro.plugins = {' '.join(names)}".rstrip() + "\n"
    changed, count = PLUGINS.subn(line, text)
    if count != 1:
        raise CommandError(
            f"{path} sets registro.plugins {count} times: it must be there exactly once"
        )
    path.write_text(changed, encoding="utf-8")
