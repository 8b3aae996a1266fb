"""Templates compiled at start-up: two threads that compile at once can fail on CPython 3.11."""

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from pyramid.renderers import get_renderer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyramid.registry import Registry


def compile_templates(registry: "Registry", packages: "Iterable[str]") -> int:
    """Compile every template of these packages; return how many there are."""
    specs = [spec for package in packages for spec in _templates(package)]
    for spec in specs:
        get_renderer(spec, registry=registry).implementation().cook_check()
    return len(specs)


def _templates(package: str) -> list[str]:
    root = Path(str(files(package)))
    return [f"{package}:{path.relative_to(root).as_posix()}" for path in root.rglob("*.pt")]
