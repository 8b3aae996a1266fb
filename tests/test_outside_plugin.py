"""A stranger's plugin: built as a wheel, installed beside the core's wheel in a fresh environment.

It is the proof that an integrator needs nothing but `registro_core.api`: neither
this repository nor an editable install is in that environment.
"""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from registro_core.testing.postgres import why_missing

ROOT = Path(__file__).parent.parent
PLUGIN = ROOT / "tests" / "outside_plugin"
# What `pip install registro[testing]` would bring, of which each version is pinned.
NEEDED = """
from importlib.metadata import requires
for line in requires("registro"):
    requirement, _semicolon, marker = line.partition(";")
    if marker.strip() in {"", 'extra == "testing"'}:
        print(requirement)
"""


def run(*command: object, cwd: Path) -> str:
    """Run a command; its whole output is the message if it fails."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
    return done.stdout


def wheel(source: Path, target: Path) -> Path:
    """Build the wheel of a project, from a copy so that the project stays as it is."""
    copy = target / f"source-{source.name}"
    ignored = shutil.ignore_patterns(".git", ".venv", "var", "build", "*.egg-info", "__pycache__")
    shutil.copytree(source, copy, ignore=ignored)
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation")
    run(*pip, "--wheel-dir", target / "wheels" / source.name, ".", cwd=copy)
    return next((target / "wheels" / source.name).glob("*.whl"))


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The python of a fresh environment with both wheels and what they need."""
    folder = tmp_path_factory.mktemp("outside")
    run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    python = folder / "venv" / "bin" / "python"
    install(python, wheel(ROOT, folder), _with_catalogs(folder))
    install(python, *run(python, "-c", NEEDED, cwd=folder).splitlines())
    shutil.copytree(PLUGIN / "tests", folder / "tests")
    shutil.copy(PLUGIN / "pyproject.toml", folder)
    return folder


def install(python: Path, *what: object) -> None:
    """Install into an environment, with uv where `make` could install it."""
    uv = Path(sys.prefix) / "bin" / "uv"
    pip = (uv, "pip", "install", "--compile-bytecode", "--python", python)
    if not uv.exists():
        pip = (python, "-m", "pip", "install")
    run(*pip, "--quiet", "--no-deps", *what, cwd=python.parent)


def _with_catalogs(folder: Path) -> Path:
    """The plugin's wheel; its author compiles translations before building."""
    copy = folder / "canteen"
    shutil.copytree(PLUGIN, copy)
    for catalog in copy.rglob("*.po"):
        compile_ = ("-m", "babel.messages.frontend", "compile", "-i", catalog)
        run(sys.executable, *compile_, "-o", catalog.with_suffix(".mo"), cwd=copy)
    return wheel(copy, folder)


@pytest.mark.slow
def test_the_plugins_own_tests_pass_there(environment: Path, subtests: pytest.Subtests) -> None:
    python = environment / "venv" / "bin" / "python"
    where = run(
        python, "-c", "import registro_core; print(registro_core.__file__)", cwd=environment
    )
    assert "site-packages" in where
    for database in ("sqlite", "postgresql"):
        with subtests.test(database):
            if database == "postgresql" and (reason := why_missing()):
                pytest.skip(reason)
            command = (python, "-m", "pytest", "-q", "tests", "--database", database)
            assert "6 passed" in run(*command, cwd=environment)


def test_it_imports_nothing_of_the_core_but_the_facade() -> None:
    imported = {
        node.module
        for path in (PLUGIN / "registro_canteen").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    assert {name for name in imported if name.startswith("registro_core")} == {"registro_core.api"}
