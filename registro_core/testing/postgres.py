"""A throw-away PostgreSQL server for tests, from whatever version is installed.

    with PostgresServer.start() as server:
        url = server.create("trial")

The server keeps its data in a temporary folder, is not safe against a crash
(nothing it holds is worth it) and stops when the process that started it ends,
however it ends.  `python -m registro_core.testing.postgres` says whether the
programs are there, by its exit status.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

import psycopg
import psycopg.sql

# PostgreSQL refuses to run as root; its packages bring this user.
SYSTEM_USER = "postgres"
START_SECONDS = 30.0
# Where Linux keeps files in memory: databases of tests are copied and dropped by the thousand.
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it, readable by us alone
ROOM = 2 * 1024**3

# Waits until the pipe from our process closes, which also happens when that is
# killed, then stops the server and removes its folder.
KEEPER = """
folder=$1; shift
"$@" >"$folder/log" 2>&1 &
server=$!
cat >/dev/null
kill -QUIT $server 2>/dev/null
wait $server
cd / && rm -rf "$folder"
"""

INITDB_OPTIONS = (
    *("--username=registro", "--auth=trust", "--no-sync", "--no-instructions"),
    *("--encoding=UTF8", "--locale=C.UTF-8"),
)

# Speed instead of durability, and little memory: two of these may run beside the tests.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "max_connections": "100",
    "max_wal_size": "512MB",
    "listen_addresses": "127.0.0.1",
    "timezone": "UTC",
    "jit": "off",
}


class PostgresMissingError(Exception):
    """PostgreSQL's programs, or a user who may run them, are not on this machine."""


def find_programs() -> Path | None:
    """Return the folder of `initdb` and `postgres`: the newest version's, or None."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(versions, key=lambda path: int(path.parts[-3]), reverse=True)
    if newest:
        return newest[0].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def why_missing() -> str | None:
    """Say why no server can be started here; None if one can."""
    if find_programs() is None:
        return "PostgreSQL's programs (initdb, postgres) are not installed"
    if os.geteuid() == 0 and _system_user() is None:
        return f"PostgreSQL does not run as root, and there is no user {SYSTEM_USER}"
    return None


def _system_user() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return None


@dataclass
class PostgresServer:
    """A running server; `url` connects to its maintenance database."""

    port: int
    folder: Path
    keeper: subprocess.Popen[bytes] | None = None

    @classmethod
    def start(cls, settings: Mapping[str, str] = MappingProxyType({})) -> Self:
        """Start a server and wait for it; raise PostgresMissingError, or TimeoutError.

        `settings` are added to, or replace, those that make it fast and careless.
        """
        reason, programs = why_missing(), find_programs()
        if reason or programs is None:
            raise PostgresMissingError(reason)
        folder = Path(tempfile.mkdtemp(prefix="registro-postgres-", dir=roomy_memory()))
        user = _user_to_run_as(folder)
        subprocess.run(
            [programs / "initdb", "-D", folder / "data", *INITDB_OPTIONS],
            check=True,
            cwd=folder,
            user=user,
            stdout=subprocess.DEVNULL,
        )
        server = cls(_free_port(), folder)
        server._run(programs / "postgres", user, settings)
        server._wait()
        return server

    def _run(self, program: Path, user: int | None, settings: Mapping[str, str]) -> None:
        options = SETTINGS | dict(settings)
        options |= {"port": str(self.port), "unix_socket_directories": str(self.folder)}
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        self.keeper = subprocess.Popen(
            [
                *("/bin/sh", "-c", KEEPER, "keeper", str(self.folder)),
                *(str(program), "-D", str(self.folder / "data"), *arguments),
            ],
            stdin=subprocess.PIPE,
            cwd=self.folder,
            user=user,
            # Ctrl+C in the terminal is for the tests; the server goes when they have gone.
            start_new_session=True,
        )

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                psycopg.connect(self.url, connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        log = (self.folder / "log").read_text(errors="replace")
        self.stop()
        raise TimeoutError(f"PostgreSQL did not start within {START_SECONDS:.0f} s:\n{log}")

    @property
    def url(self) -> str:
        """The address of the maintenance database."""
        return self.database_url("postgres")

    def database_url(self, name: str) -> str:
        """Return the address of a database of this server."""
        return f"postgresql://registro@127.0.0.1:{self.port}/{name}"

    @property
    def process(self) -> int:
        """The id of the server's main process, the parent of all its others."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def create(self, name: str) -> str:
        """Make an empty database and return its URL."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            statement = psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name))
            connection.execute(statement)
        return self.database_url(name)

    def stop(self) -> None:
        """Stop the server and remove all it held."""
        if self.keeper is not None and self.keeper.stdin is not None:
            self.keeper.stdin.close()
            self.keeper.wait(START_SECONDS)
            self.keeper = None

    def __enter__(self) -> Self:
        """Return the running server."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it."""
        self.stop()


def roomy_memory() -> Path | None:
    """Memory with room enough, else None: the system's folder for temporary files."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        return MEMORY
    return None


def _user_to_run_as(folder: Path) -> int | None:
    """Hand the folder to the user the server runs as; None when that is us."""
    user = _system_user()
    if os.geteuid() != 0 or user is None:
        return None
    os.chown(folder, user.pw_uid, user.pw_gid)
    return user.pw_uid


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    missing = why_missing()
    print(missing or f"PostgreSQL: {find_programs()}")  # noqa: T201 - a person asked
    sys.exit(missing is not None)
