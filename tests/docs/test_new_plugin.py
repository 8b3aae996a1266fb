"""`make new-plugin`: what it makes is green on day one, and is listed where the tools ask."""

import importlib.util
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMPILE = (
    "-m",
    "babel.messages.frontend",
    "compile",
    "-d",
    "registro_library/locale",
    "-D",
    "library",
)
SCRIPT = ROOT / "docs" / "plugin-template" / "new_plugin.py"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("new_plugin", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def plugin(script, tmp_path_factory):
    """A plugin `library`, installed as far as entry points are concerned."""
    folder = tmp_path_factory.mktemp("plugins") / "library"
    script.copy("library", folder)
    project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    info = folder / "registro_library-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: registro-library\nVersion: 0.1.0\n"
    )
    ((group, points),) = project["entry-points"].items()
    lines = [f"{name} = {target}" for name, target in points.items()]
    (info / "entry_points.txt").write_text("\n".join([f"[{group}]", *lines, ""]))
    compiled = run(folder, *COMPILE)
    assert compiled.returncode == 0, compiled.stderr
    return folder


def run(plugin, *command):
    paths = os.pathsep.join([str(plugin), str(ROOT)])
    return subprocess.run(
        [sys.executable, *command],
        cwd=plugin,
        env=os.environ | {"PYTHONPATH": paths, "MYPYPATH": paths},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_nothing_is_left_of_the_template(plugin):
    for path in plugin.rglob("*"):
        assert "example" not in path.name
        if path.is_file() and path.suffix not in {".mo", ".pyc"}:
            assert "example" not in path.read_text()


def test_its_tests_pass(plugin):
    result = run(plugin, "-m", "pytest", "-q", "tests")
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.slow
def test_it_passes_lint_and_types(plugin):
    config = str(ROOT / "pyproject.toml")
    lint = run(plugin, "-m", "ruff", "check", "--config", config, "registro_library", "tests")
    assert lint.returncode == 0, lint.stdout
    form = run(plugin, "-m", "ruff", "format", "--check", "--config", config, "registro_library")
    assert form.returncode == 0, form.stdout
    types = run(plugin, "-m", "mypy", "--config-file", config, "registro_library")
    assert types.returncode == 0, types.stdout


@pytest.mark.parametrize("name", ["", "Library", "two-words", "9lives", "a"])
def test_a_bad_name_is_refused(script, name):
    with pytest.raises(SystemExit, match="make new-plugin NAME=library"):
        script.main(name)


def test_a_plugin_is_not_overwritten(script):
    with pytest.raises(SystemExit, match="is there already"):
        script.main("attendance")


def test_the_tools_lists_get_a_line_for_it(script):
    before = (ROOT / "pyproject.toml").read_text()
    after = tomllib.loads(script.listed(before, "library"))
    tools = after["tool"]["importlinter"]
    assert "registro_library" in tools["root_packages"]
    for contract in tools["contracts"][:3]:
        assert "registro_library" in str(contract)
    assert any("plugins/library" in path for path in after["tool"]["mypy"]["mypy_path"])
