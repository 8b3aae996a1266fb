"""Measuring one page: latency, processor time of application and database, statements, size.

Processor time is what to compare: latency on a shared machine moves with the
neighbours, processor time hardly does.
"""

import gzip
import io
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

MILLI = 1000.0
WARM_UP = 8


@dataclass(frozen=True)
class Measure:
    """What one page costs: milliseconds, statements, kilobytes as sent."""

    p50: float
    p95: float
    app_cpu: float
    database_cpu: float
    statements: int
    kilobytes: float
    status: int

    @property
    def cpu(self) -> float:
        """Processor time of application and database, in milliseconds."""
        return self.app_cpu + self.database_cpu


@dataclass(frozen=True)
class Answer:
    """A response as the server would send it."""

    status: int
    body: bytes
    cookie: str = ""


class Browser:
    """Sends requests to a WSGI application, without a network between."""

    def __init__(self, app: Any, host: str) -> None:
        """`host` is the one of the public address; requests come by https."""
        self.app = app
        self.host = host

    def environ(
        self, method: str, path: str, cookie: str = "", body: bytes = b""
    ) -> dict[str, Any]:
        """Return the environment of a request."""
        path, _, query = path.partition("?")
        return {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": self.host,
            "SERVER_PORT": "443",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": self.host,
            "HTTP_COOKIE": cookie,
            "HTTP_ORIGIN": f"https://{self.host}",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.url_scheme": "https",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.version": (1, 0),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }

    def send(self, environ: dict[str, Any]) -> Answer:
        """Send a request and read the whole answer."""
        status: list[str] = []
        cookies: list[str] = []

        def start(line: str, headers: list[tuple[str, str]], _error: object = None) -> None:
            status.append(line)
            cookies.extend(v.partition(";")[0] for n, v in headers if n == "Set-Cookie")

        chunks = self.app(environ, start)
        body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        return Answer(int(status[-1].split()[0]), body, "; ".join(cookies))


def measure(
    prepare: Callable[[], dict[str, Any]],
    browser: Browser,
    engine: Engine,
    database_cpu: Callable[[], float],
    times: int,
) -> Measure:
    """Send a request many times; `prepare` makes each, and is not measured."""
    for _ in range(WARM_UP):
        browser.send(prepare())
    with counted(engine) as statements:
        answer = browser.send(prepare())
    # What preparing asks is not the page's.
    with counted(engine) as preparing:
        prepare()
    walls: list[float] = []
    app_cpu = database = 0.0
    for _ in range(times):
        environ = prepare()
        before = database_cpu()
        cpu, wall = time.process_time(), time.perf_counter()
        browser.send(environ)
        walls.append(time.perf_counter() - wall)
        app_cpu += time.process_time() - cpu
        database += database_cpu() - before
    return Measure(
        p50=statistics.median(walls) * MILLI,
        p95=statistics.quantiles(walls, n=20)[-1] * MILLI,
        app_cpu=app_cpu / times * MILLI,
        database_cpu=database / times * MILLI,
        statements=len(statements) - len(preparing),
        kilobytes=len(gzip.compress(answer.body, 6)) / 1024,
        status=answer.status,
    )


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Record the statements of a block; beginning and ending a transaction does not count."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def children_cpu(parent: int) -> Callable[[], float]:
    """Return a clock of the processor time of a server's processes, in seconds."""

    def read() -> float:
        return sum(map(_running_seconds, _children(parent)))

    return read


def _children(parent: int) -> Iterable[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    return [parent, *map(int, listed)]


def _running_seconds(process: int) -> float:
    """Read how long a process has been on a processor, to the nanosecond."""
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9
    except FileNotFoundError:
        return 0.0


def nothing() -> float:
    """The clock of a database that runs inside our own process."""
    return 0.0
