"""Demo schools served as in life: by `registro serve`, a process with the real clock.

For tests against programs that are not ours (browsers, identity providers, tools that check), which
know nothing of a clock that stands still.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from sqlalchemy.orm import Session, sessionmaker

from registro_core.clock import school_day
from registro_core.db.engine import make_engine
from registro_core.demo import build
from registro_core.platform import Platform
from registro_core.settings import read_installation
from registro_core.testing.databases import Databases

RUN = "from registro_core.cli import main; main()"
START_SECONDS = 60


@dataclass(frozen=True)
class Served:
    """A school that answers at `url`; what its process says is in `log_file`."""

    url: str
    database_url: str
    folder: Path
    log_file: Path

    @property
    def log(self) -> str:
        """All that it has said until now."""
        return self.log_file.read_text(encoding="utf-8")

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session beside the process; what it does is committed at the end."""
        engine = make_engine(self.database_url)
        try:
            with sessionmaker(engine)() as session, session.begin():
                yield session
        finally:
            engine.dispose()


class DemoSchools:
    """Serves demo schools, each in a database and a folder of its own."""

    def __init__(self, databases: Databases, folder: Path) -> None:
        """Keep where databases and files go."""
        self._databases = databases
        self._folder = folder
        self._numbers = count(1)
        self._built: dict[str, str] = {}

    @contextmanager
    def serve(self, *plugins: str, **ini: str) -> Iterator[Served]:
        """Serve a fresh demo school; `ini` adds settings, with `__` for the dot of their names.

        `{folder}` in a setting is the school's own folder.
        """
        url = self._databases.copy(self._template(plugins))
        folder = self._folder / str(next(self._numbers))
        folder.mkdir()
        port = free_port()
        settings = {
            **_settings(plugins, url, folder),
            "registro.public_url": f"http://localhost:{port}",
            **{name.replace("__", "."): value for name, value in ini.items()},
        }
        lines = [
            f"{name} = {value.replace('{folder}', str(folder))}" for name, value in settings.items()
        ]
        config = folder / "served.ini"
        config.write_text("\n".join(["[app:main]", "use = egg:registro", *lines, ""]), "utf-8")
        served = Served(settings["registro.public_url"], url, folder, folder / "log")
        with _running(config, port, served.log_file) as process:
            _wait(served, process)
            yield served
        self._databases.drop(url)

    def _template(self, plugins: tuple[str, ...]) -> str:
        """A database with the demo school that nobody has used yet."""
        key = " ".join(plugins)
        if key not in self._built:
            url = self._databases.create()
            platform = Platform(read_installation(_settings(plugins, url, self._folder)))
            now = datetime.now(UTC)
            build.prepare(platform, keep=False, rebuild=False)
            build.build(platform, build.DemoRequest.small(school_day(now), now))
            platform.engine.dispose()
            self._built[key] = url
        return self._built[key]


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _settings(plugins: tuple[str, ...], url: str, folder: Path) -> dict[str, str]:
    return {
        "registro.plugins": " ".join(plugins),
        "registro.mode": "development",
        "registro.database_url": url,
        "registro.data_dir": str(folder),
        "registro.mail": f"dir:{folder / 'mail'}",
        "registro.worker": "apart",
    }


@contextmanager
def _running(config: Path, port: int, log_file: Path) -> "Iterator[subprocess.Popen[bytes]]":
    command = [sys.executable, "-c", RUN, "-c", str(config), "serve", "--port", str(port)]
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def _wait(served: Served, process: "subprocess.Popen[bytes]") -> None:
    """Wait until it answers; fail with what it said if it does not."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(URLError, ConnectionError), urlopen(f"{served.url}/health", timeout=5):  # noqa: S310 - our own server
            return
        time.sleep(0.1)
    pytest.fail(f"the register does not answer:\n{served.log}")


@pytest.fixture(scope="session")
def demo_schools(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> DemoSchools:
    """Served schools on the kind of database that the run is for."""
    return DemoSchools(databases, tmp_path_factory.mktemp("served"))
