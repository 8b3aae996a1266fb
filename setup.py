"""One install for the core and the bundled plugins.

Every folder of `plugins/` is a complete project with its own `pyproject.toml`; this file reads
them, so that a plugin is added by adding its folder.  Installing each on its own took 22 s, this
takes 3.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from setuptools import Command, find_namespace_packages, setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
# Of what the register's own tests need: what a plugin's need too.
TESTING = ("beautifulsoup4", "iniconfig", "pytest==", "soupsieve", "WebTest")
PLUGINS = sorted(path.parent for path in ROOT.glob("plugins/*/pyproject.toml"))


def requirements(name: str) -> list[str]:
    """Return the pinned requirements of `requirements/<name>.txt`, without comments."""
    lines = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in map(str.strip, lines) if line and not line.startswith("#")]


def project(plugin: Path) -> dict[str, Any]:
    """Return the `[project]` table of a plugin."""
    table: dict[str, Any] = tomllib.loads((plugin / "pyproject.toml").read_text())["project"]
    return table


def packages() -> dict[str, str]:
    """Map every package of core and plugins to its folder.

    Namespace packages are searched for, because folders of templates and static files have no
    `__init__.py` and setuptools warns at length about data in folders it does not know.
    """
    found = {name: name.replace(".", "/") for name in find(ROOT, "registro_core")}
    for plugin in PLUGINS:
        for name in find(plugin, "registro_*"):
            found[name] = f"plugins/{plugin.name}/{name.replace('.', '/')}"
    return found


def find(where: Path, pattern: str) -> list[str]:
    """Return the packages below a folder whose top name matches the pattern."""
    return find_namespace_packages(str(where), include=[pattern, f"{pattern}.*"])


def entry_points() -> dict[str, list[str]]:
    """Gather the entry points of all plugins, and the `registro` command."""
    gathered = {
        "console_scripts": ["registro = registro_core.cli:main"],
        "paste.app_factory": ["main = registro_core.app:main"],
    }
    for plugin in PLUGINS:
        for group, points in project(plugin).get("entry-points", {}).items():
            lines = [f"{name} = {target}" for name, target in points.items()]
            gathered.setdefault(group, []).extend(lines)
    return gathered


def plugin_requirements() -> list[str]:
    """Return what plugins need beyond the core, which every one of them names."""
    wanted = {line for plugin in PLUGINS for line in project(plugin).get("dependencies", [])}
    return sorted(line for line in wanted if not line.startswith("registro"))


class CompileTranslations(Command):
    """Compile every `.po` into the `.mo` beside it, when it is missing or older."""

    description = "compile the translations of core and plugins"
    user_options: list[tuple[str, str, str]] = []  # noqa: RUF012 - the shape setuptools asks for

    def initialize_options(self) -> None:
        """There are no options."""

    def finalize_options(self) -> None:
        """There are no options."""

    def run(self) -> None:
        """Compile what has changed."""
        for folder in ("registro_core", "plugins"):
            for po in sorted((ROOT / folder).rglob("*.po")):
                compile_translation(po)


def compile_translation(po: Path) -> None:
    """Write the `.mo` of one `.po`; fuzzy entries are left out, as a guess misleads."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - only there when building
    from babel.messages.pofile import read_po  # noqa: PLC0415

    mo = po.with_suffix(".mo")
    if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
        return
    with po.open("rb") as source:
        catalog = read_po(source, abort_invalid=True)
    with mo.open("wb") as target:
        write_mo(target, catalog)


class BuildWithTranslations(build_py):
    """Build the packages, with their translations compiled.

    The `.mo` are written into the source tree before files are collected: an editable install
    runs from there, and a wheel takes them along with the other data files.
    """

    def run(self) -> None:
        """Compile, then build."""
        self.run_command("compile_translations")
        super().run()


setup(
    name="registro",
    version="0.1.0",
    description="Registro elettronico: a school register built from a small core and plugins",
    long_description=(ROOT / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="EUPL-1.2",
    python_requires=">=3.11",
    packages=sorted(packages()),
    package_dir=packages(),
    include_package_data=True,
    install_requires=[*requirements("run"), *plugin_requirements()],
    extras_require={
        "test": requirements("test"),
        # what `registro_core.testing` needs, for plugins that are developed elsewhere
        "testing": [line for line in requirements("test") if line.startswith(TESTING)],
        # what the plugin s3_store needs, and nobody else
        "s3": [line for line in requirements("test") if line.startswith("obstore")],
        "granian": [line for line in requirements("test") if line.startswith(("granian", "click"))],
    },
    entry_points=entry_points(),
    cmdclass={"build_py": BuildWithTranslations, "compile_translations": CompileTranslations},
    zip_safe=False,
)
