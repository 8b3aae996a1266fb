"""The throw-away server: it works, and leaves nothing behind."""

import subprocess
import sys
import time
from contextlib import closing

import psycopg
import pytest

from registro_core.testing import postgres
from registro_core.testing.databases import PostgresDatabases, SqliteDatabases

KILLED = """
import os
from registro_core.testing.postgres import PostgresServer
server = PostgresServer.start()
print(server.port, server.folder, flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.fixture(scope="module")
def server():
    if reason := postgres.why_missing():
        pytest.skip(reason)
    with postgres.PostgresServer.start() as running:
        yield running


@pytest.fixture
def databases(server, request):
    with closing(PostgresDatabases(server, request.node.name)) as made:
        yield made


def test_a_copy_holds_what_the_original_held_and_is_apart(databases):
    original = databases.create()
    with psycopg.connect(original) as connection:
        connection.execute("CREATE TABLE note AS SELECT 1 AS number")
    copy = databases.copy(original)
    with psycopg.connect(copy) as connection:
        connection.execute("INSERT INTO note VALUES (2)")
    with psycopg.connect(original) as connection:
        assert connection.execute("SELECT number FROM note").fetchall() == [(1,)]


def test_dropping_cuts_connections_left_open(databases):
    url = databases.create()
    with psycopg.connect(url) as left_open:
        databases.drop(url)
        with pytest.raises(psycopg.OperationalError):
            left_open.execute("SELECT 1")


def test_the_server_goes_when_its_process_is_killed(server):
    killed = subprocess.run(
        [sys.executable, "-c", KILLED], capture_output=True, text=True, check=False, timeout=60
    )
    port, folder = killed.stdout.split()
    gone = postgres.PostgresServer(int(port), postgres.Path(folder))
    deadline = time.monotonic() + 20
    while gone.folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not gone.folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(gone.url, connect_timeout=2)


def test_why_missing_names_the_programs(monkeypatch):
    monkeypatch.setattr(postgres, "find_programs", lambda: None)
    assert "not installed" in (postgres.why_missing() or "")
    with pytest.raises(postgres.PostgresMissingError, match="not installed"):
        postgres.PostgresServer.start()


def test_sqlite_files_are_copied_and_removed(tmp_path):
    databases = SqliteDatabases(tmp_path)
    original = databases.create()
    (tmp_path / "1.db").write_bytes(b"content")
    copy = databases.copy(original)
    assert (tmp_path / "2.db").read_bytes() == b"content"
    databases.drop(copy)
    assert not (tmp_path / "2.db").exists()
