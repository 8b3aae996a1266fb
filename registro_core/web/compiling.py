"""Templates compiled at start-up: two threads that compile at once can fail on CPython 3.11.

Compiling them all takes many seconds, loading what was compiled before one: a folder keeps it.
"""

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from chameleon.loader import ModuleLoader
from chameleon.template import BaseTemplate
from pyramid.renderers import get_renderer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyramid.registry import Registry


def keep_compiled(folder: Path) -> None:
    """Load from a folder what was compiled before, and keep there what is compiled from now on.

    Code is run from it: it belongs to the register's user alone. Each file is named for a digest of
    the template's text and of the compiler's version, so that a new release finds nothing stale,
    and schools served by one process may share it; that is why it may be the process's.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    BaseTemplate.loader = ModuleLoader(str(folder))


def compile_templates(registry: "Registry", packages: "Iterable[str]") -> int:
    """Compile every template of these packages; return how many there are."""
    specs = [spec for package in packages for spec in _templates(package)]
    for spec in specs:
        get_renderer(spec, registry=registry).implementation().cook_check()
    return len(specs)


def _templates(package: str) -> list[str]:
    root = Path(str(files(package)))
    return [f"{package}:{path.relative_to(root).as_posix()}" for path in root.rglob("*.pt")]
