"""A configuration file of its own for each test of a command."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from registro_core.cli import main

TEMPLATE = """\
# The first line stays.
[app:main]
use = egg:registro
registro.plugins = {plugins}
registro.mode = development
registro.database_url = {url}
registro.public_url = http://localhost:6543
registro.data_dir = {folder}
# The last line stays.
"""


@dataclass
class Command:
    """Runs `registro` on a configuration; gives its exit status and what it printed."""

    config: Path
    output: Callable[[], str]

    def __call__(self, *arguments: str) -> tuple[int, str]:
        """Run the command with these arguments."""
        self.output()
        with pytest.raises(SystemExit) as end:
            main(["-c", str(self.config), *arguments])
        return int(end.value.code or 0), self.output()


@pytest.fixture
def registro(databases, tmp_path, capsys):
    url = databases.create()
    config = tmp_path / "registro.ini"
    config.write_text(TEMPLATE.format(plugins="", url=url, folder=tmp_path / "var"))

    def output():
        captured = capsys.readouterr()
        return captured.out + captured.err

    yield Command(config, output)
    databases.drop(url)
