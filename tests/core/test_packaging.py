"""The project as a whole: what the tools are told, and what the distribution holds."""

import tomllib
from importlib.metadata import entry_points, requires
from pathlib import Path

import pytest

from registro_core import __version__

ROOT = Path(__file__).parents[2]
PLUGINS = sorted(path.parent.name for path in ROOT.glob("plugins/*/pyproject.toml"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LINTER = PYPROJECT["tool"]["importlinter"]
PACKAGES = {f"registro_{name}" for name in PLUGINS}


def contract(name):
    return next(each for each in LINTER["contracts"] if each["name"] == name)


def test_the_import_contracts_cover_every_plugin():
    assert set(LINTER["root_packages"]) == {"registro_core"} | PACKAGES
    assert set(contract("The core knows no plugin")["forbidden_modules"]) == PACKAGES
    assert set(contract("No plugin knows another")["modules"]) == PACKAGES
    facade = contract("Plugins see the core through its facade only")
    assert set(facade["source_modules"]) == PACKAGES
    allowed = {
        f"{package}{dots} -> registro_core.api" for package in PACKAGES for dots in ("", ".**")
    }
    assert set(facade["ignore_imports"]) == allowed


def test_the_type_checker_finds_every_plugin():
    roots = {Path(path).name for path in PYPROJECT["tool"]["mypy"]["mypy_path"]}
    assert set(PLUGINS) <= roots


@pytest.mark.parametrize("name", PLUGINS)
def test_every_plugin_is_installed_with_the_core(name):
    points = entry_points(group="registro.plugins")
    assert points[name].value == f"registro_{name}.plugin"


def pinned(file):
    lines = (ROOT / "requirements" / file).read_text().splitlines()
    return dict(line.split("==") for line in lines if "==" in line)


@pytest.mark.parametrize("file", sorted(path.name for path in (ROOT / "requirements").iterdir()))
def test_every_version_is_pinned(file):
    lines = (ROOT / "requirements" / file).read_text().splitlines()
    pinned = [line for line in lines if line and not line.startswith("#")]
    assert pinned
    assert all(line.count("==") == 1 for line in pinned)


def test_what_is_installed_asks_for_the_pinned_versions():
    wanted = {line.partition(";")[0].strip() for line in requires("registro") or []}
    lines = (ROOT / "requirements" / "run.txt").read_text().splitlines()
    assert {line for line in lines if line and not line.startswith("#")} <= wanted


def test_the_changelog_speaks_of_this_version():
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text()


@pytest.mark.parametrize("name", PLUGINS)
def test_a_plugin_folder_is_a_project_of_its_own(name):
    folder = ROOT / "plugins" / name
    project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    core, *libraries = project["dependencies"]
    assert core == "registro"
    # libraries of its own are named there, and their version once, with all others
    assert set(libraries) <= pinned("run.txt").keys()
    assert (folder / "README.md").is_file()
    assert (folder / "tests").is_dir()
