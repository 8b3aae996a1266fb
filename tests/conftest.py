"""What several suites share."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest


@pytest.fixture
def install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str, str], None]]:
    """Install a plugin of a few lines as a distribution of its own, for this test."""
    monkeypatch.syspath_prepend(tmp_path)
    made = []

    def make(name: str, source: str) -> None:
        package = f"registro_{name}_for_test"
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text(dedent(source))
        info = tmp_path / f"{package}-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1\n")
        (info / "entry_points.txt").write_text(f"[registro.plugins]\n{name} = {package}\n")
        made.append(package)

    yield make
    for package in made:
        sys.modules.pop(package, None)
