"""Which WSGI server: requests a second and latency of each, on the same page and machine.

    .venv/bin/python benchmarks/servers.py [--clients 16] [--seconds 10]

A small demo school on SQLite is served by each server in turn; clients in a
process of their own ask for the home page of a parent over connections that
stay open, as a reverse proxy's do.  Memory is that of all its processes.
"""

import argparse
import asyncio
import multiprocessing
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from registro_core.accounts.models import Account
from registro_core.accounts.sessions import cookie_name, open_session
from registro_core.clock import school_day, system_clock
from registro_core.demo import build
from registro_core.platform import Platform
from registro_core.settings import read_installation

VARIANTS = (
    ("waitress, 8 threads", ("--server", "waitress", "--threads", "8")),
    ("granian, 1 process x 2", ("--server", "granian", "--processes", "1", "--threads", "2")),
    ("granian, 2 processes x 1", ("--server", "granian", "--processes", "2", "--threads", "1")),
    ("granian, 2 processes x 2", ("--server", "granian", "--processes", "2", "--threads", "2")),
    ("granian, 2 processes x 4", ("--server", "granian", "--processes", "2", "--threads", "4")),
)
INI = """\
[app:main]
use = egg:registro
registro.plugins = lessons attendance grades homework
registro.mode = production
registro.database_url = sqlite:///{folder}/school.db
registro.public_url = https://{host}
registro.data_dir = {folder}
registro.worker = embedded
"""
HOST = "registro.example"
MILLI = 1000.0


@dataclass(frozen=True)
class Load:
    """What the clients saw."""

    latencies: Sequence[float]
    failures: int
    seconds: float


def main() -> None:
    """Measure every variant and print a table."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--clients", type=int, default=16)
    options.add_argument("--seconds", type=float, default=10.0)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), _free_port()
        (folder / "bench.ini").write_text(INI.format(folder=folder, host=HOST))
        cookie = _prepare(folder)
        print(
            f"{'server':28}{'requests/s':>12}{'p50 ms':>9}{'p95 ms':>9}{'failed':>8}"
            f"{'CPU-ms':>8}{'MB':>7}"
        )
        for title, arguments in VARIANTS:
            with _served(folder / "bench.ini", port, arguments) as process:
                before = _processor_seconds(process.pid)
                load = _load(port, cookie, chosen.clients, chosen.seconds)
                spent = (_processor_seconds(process.pid) - before) * MILLI
                each = spent / max(len(load.latencies), 1)
                print(f"{title:28}{_line(load)}{each:8.1f}{_megabytes(process.pid):7.0f}")


def _line(load: Load) -> str:
    if len(load.latencies) < 2:
        return f"{'no answers':>38}"
    p95 = statistics.quantiles(load.latencies, n=20)[-1] * MILLI
    rate = len(load.latencies) / load.seconds
    middle = statistics.median(load.latencies) * MILLI
    return f"{rate:12.0f}{middle:9.1f}{p95:9.1f}{load.failures:8}"


def _prepare(folder: Path) -> str:
    """Build the school and sign a parent in; return the cookie."""
    settings = {
        "registro.plugins": "lessons attendance grades homework",
        "registro.database_url": f"sqlite:///{folder}/school.db",
        "registro.public_url": f"https://{HOST}",
        "registro.data_dir": str(folder),
    }
    platform, now = Platform(read_installation(settings)), system_clock()
    build.prepare(platform, keep=False, rebuild=False)
    build.build(platform, build.DemoRequest.small(school_day(now), now))
    with platform.sessions.begin() as session:
        account = session.scalars(select(Account.id).where(Account.username == "genitore")).one()
        token = open_session(session, account, now)
    platform.engine.dispose()
    return f"{cookie_name(secure=True)}={token}"


@contextmanager
def _served(
    config: Path, port: int, arguments: Sequence[str]
) -> Iterator["subprocess.Popen[bytes]"]:
    """Serve the school, from the first answer on."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-c", "from registro_core.cli import main; main()"),
            *("-c", str(config), "serve", "--port", str(port), *arguments),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(port)
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def _wait(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(("localhost", port), 1) as connection:
                connection.sendall(f"GET /health HTTP/1.0\r\nHost: {HOST}\r\n\r\n".encode())
                if b"200" in connection.recv(100):
                    return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server did not answer within 30 s")


# ---- the clients, in a process of their own --------------------------------------------


def _load(port: int, cookie: str, clients: int, seconds: float) -> Load:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_run_clients, (port, cookie, clients, seconds))


def _run_clients(port: int, cookie: str, clients: int, seconds: float) -> Load:
    return asyncio.run(_clients(port, cookie, clients, seconds))


async def _clients(port: int, cookie: str, clients: int, seconds: float) -> Load:
    request = (
        f"GET / HTTP/1.1\r\nHost: {HOST}\r\nCookie: {cookie}\r\nAccept-Language: it\r\n\r\n"
    ).encode()
    await _client(port, request, time.monotonic() + 1)  # warms the templates
    end = time.monotonic() + seconds
    found = await asyncio.gather(*(_client(port, request, end) for _ in range(clients)))
    latencies = [latency for each, _ in found for latency in each]
    return Load(latencies, sum(failures for _, failures in found), seconds)


async def _client(port: int, request: bytes, end: float) -> tuple[list[float], int]:
    """Ask again and again over one connection; return latencies in seconds, and failures."""
    latencies: list[float] = []
    failures = 0
    reader, writer = await asyncio.open_connection("localhost", port)
    while time.monotonic() < end:
        started = time.perf_counter()
        writer.write(request)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            lengths = [x for x in head.lower().split(b"\r\n") if x.startswith(b"content-length:")]
            await reader.readexactly(int(lengths[0].split(b":")[1]))
        except (asyncio.IncompleteReadError, ConnectionError):
            return latencies, failures + 1
        latencies.append(time.perf_counter() - started)
        failures += not head.startswith(b"HTTP/1.1 200")
    writer.close()
    return latencies, failures


def _megabytes(leader: int) -> float:
    """Return the memory of a session's processes; what they share is divided among them."""
    return sum(_proportional_kilobytes(process) for process, _ in _session(leader)) / 1024


def _processor_seconds(leader: int) -> float:
    """Return the processor time of a session's processes, all threads."""
    ticks = sum(int(fields[11]) + int(fields[12]) for _, fields in _session(leader))
    return ticks / os.sysconf("SC_CLK_TCK")


def _session(leader: int) -> Iterator[tuple[Path, list[str]]]:
    """Yield the processes of a session, with the fields of their state after the name."""
    for state in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = state.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[3]) == leader:
            yield state.parent, fields


def _proportional_kilobytes(process: Path) -> int:
    lines = (process / "smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
