"""Databases for tests: each test gets its own copy of one that was migrated once.

`pytest --database sqlite` (the default) or `--database postgresql`.  On
PostgreSQL only tests that use a database are run, as the others have run on
SQLite, and none marked `once`: what they show (a browser's keys, another program's
checks) is the same on every database. One server serves all processes of a run and
stops with it.
"""

import shutil
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import psycopg
import pytest
from psycopg import sql

from registro_core.testing.postgres import PostgresServer, roomy_memory

OPTION = "--database"
FIXTURE = "databases"
SERVER = pytest.StashKey[PostgresServer]()
URL_FROM_CONTROLLER = "registro_postgres_port"


class Databases(Protocol):
    """Makes databases and takes them away."""

    def create(self) -> str:
        """Return the URL of a new, empty database."""

    def copy(self, url: str) -> str:
        """Return the URL of a new database equal to another, which nobody is using."""

    def drop(self, url: str) -> None:
        """Remove a database; connections to it are cut."""


class SqliteDatabases:
    """Databases as files of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = count(1)

    def create(self) -> str:
        """Return the URL of a file that does not exist yet."""
        return f"sqlite:///{self.folder / f'{next(self.numbers)}.db'}"

    def copy(self, url: str) -> str:
        """Copy the file; its write-ahead log was folded in when the last connection closed."""
        target = self.create()
        shutil.copyfile(_path(url), _path(target))
        return target

    def drop(self, url: str) -> None:
        """Delete the file and what stands beside it."""
        for suffix in ("", "-wal", "-shm"):
            Path(f"{_path(url)}{suffix}").unlink(missing_ok=True)


class PostgresDatabases:
    """Databases of a running server; `prefix` keeps the processes of a run apart."""

    def __init__(self, server: PostgresServer, prefix: str) -> None:
        self.server = server
        self.prefix = prefix
        self.numbers = count(1)
        self._connection = psycopg.connect(server.url, autocommit=True)

    def create(self) -> str:
        """Return the URL of a new, empty database."""
        return self._create("template0")

    def copy(self, url: str) -> str:
        """Let the server copy the database."""
        return self._create(_name(url))

    def _create(self, template: str) -> str:
        name = f"{self.prefix}_{next(self.numbers)}"
        # Copying files beats logging every page while databases are small.
        command = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"
        self._execute(command, name, template)
        return self.server.database_url(name)

    def drop(self, url: str) -> None:
        """Remove the database, cutting connections that a test left open."""
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", _name(url))

    def _execute(self, command: str, *names: str) -> None:
        self._connection.execute(sql.SQL(command).format(*map(sql.Identifier, names)))

    def close(self) -> None:
        """End the connection that makes databases."""
        self._connection.close()


def _path(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _name(url: str) -> str:
    return url.rpartition("/")[2]


# ---- pytest: the option, the server of the run, the fixture ---------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--database`."""
    parser.addoption(
        OPTION,
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="which database the tests run on (PostgreSQL is started and stopped by the run)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Start the server once: in the process that hands out the tests."""
    is_worker = hasattr(config, "workerinput")
    if config.getoption(OPTION) == "postgresql" and not is_worker:
        config.stash[SERVER] = PostgresServer.start()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Tell each process of pytest-xdist where the server is."""
    config: pytest.Config = getattr(node, "config")  # noqa: B009 - xdist has no types
    if SERVER in config.stash:
        getattr(node, "workerinput")[URL_FROM_CONTROLLER] = config.stash[SERVER].port  # noqa: B009


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server."""
    if SERVER in config.stash:
        config.stash[SERVER].stop()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL leave out what has run already; begin with what takes long."""
    if config.getoption(OPTION) != "sqlite":
        config.hook.pytest_deselected(items=[item for item in items if not _anew(item)])
        items[:] = filter(_anew, items)
    # one long test at the end would keep all processes but its own waiting
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def _anew(item: pytest.Item) -> bool:
    """Whether a test may come out differently on another kind of database."""
    uses = FIXTURE in getattr(item, "fixturenames", ())
    return uses and item.get_closest_marker("once") is None


@pytest.fixture(scope="session")
def databases(pytestconfig: pytest.Config) -> Iterator[Databases]:
    """Give databases of the kind the run is for; see `Databases`."""
    if pytestconfig.getoption(OPTION) == "sqlite":
        with TemporaryDirectory(prefix="registro-sqlite-", dir=roomy_memory()) as folder:
            yield SqliteDatabases(Path(folder))
        return
    worker: dict[str, object] = getattr(pytestconfig, "workerinput", {})
    port = worker.get(URL_FROM_CONTROLLER)
    server = PostgresServer(int(str(port)), Path()) if port else pytestconfig.stash[SERVER]
    with closing(PostgresDatabases(server, str(worker.get("workerid", "main")))) as made:
        yield made
