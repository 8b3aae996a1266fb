"""Start a plugin: `make new-plugin NAME=library` copies the example under another name."""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = Path(__file__).parent / "example"
# Lists in pyproject.toml that have a line for each plugin name this one, too.
NEIGHBOUR = "attendance"


def main(name: str) -> None:
    """Copy the template to `plugins/NAME`, and name the plugin where the tools ask for it."""
    target = ROOT / "plugins" / name
    if not re.fullmatch(r"[a-z][a-z_]*[a-z]", name):
        sys.exit(f"{name!r}: a name is made of small letters: make new-plugin NAME=library")
    if target.exists():
        sys.exit(f"{target} is there already")
    copy(name, target)
    pyproject = ROOT / "pyproject.toml"
    pyproject.write_text(listed(pyproject.read_text(encoding="utf-8"), name), encoding="utf-8")
    print(f"plugins/{name} is ready:")
    print(f"  .venv/bin/python -m pytest plugins/{name}    runs its tests")
    print(f"  registro plugins enable {name}    turns it on")


def copy(name: str, target: Path) -> None:
    """Copy the template, with the name in every path and text."""
    for source in sorted(TEMPLATE.rglob("*")):
        if source.is_file() and source.suffix not in {".pyc", ".mo"}:
            path = target / renamed(str(source.relative_to(TEMPLATE)), name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(renamed(source.read_text(encoding="utf-8"), name), encoding="utf-8")
            shutil.copymode(source, path)


def renamed(text: str, name: str) -> str:
    """Put the name where the template has its own."""
    return text.replace("example", name).replace("Example", name.capitalize())


def listed(text: str, name: str) -> str:
    """Repeat every line of the tools' lists that names the neighbour, for the new plugin."""
    lines = []
    for line in text.splitlines(keepends=True):
        lines.append(line)
        if line.startswith("  ") and NEIGHBOUR in line:
            lines.append(line.replace(NEIGHBOUR, name))
    return "".join(lines)


if __name__ == "__main__":
    main(*sys.argv[1:])
