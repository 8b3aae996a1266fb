"""The audit log: acts recorded and verified in a second, on both databases.

python benchmarks/audit.py [ENTRIES]
"""

import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy.orm import Session, sessionmaker

from registro_core.audit.services import Change, record_change, record_changes
from registro_core.audit.verify import verify
from registro_core.db.engine import make_engine
from registro_core.db.migrate import migrate
from registro_core.items import Actor
from registro_core.plugins import Plugins
from registro_core.testing.postgres import PostgresServer, why_missing

NOW = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
ACTOR = Actor(1, "10.0.0.1", "0123456789abcdef")
WRITERS, ACTS_EACH = 8, 50
IN_ONE_GO = 1000


def change(number: int) -> Change:
    """An act such as a lesson's roll makes."""
    return Change(
        "attendance.record.changed",
        "attendance_record",
        number,
        {"state": "present", "minutes": None},
        {"state": "late", "minutes": 15},
        student_id=number % 1000,
    )


def bench(url: str, entries: int) -> None:
    """Print the speed of recording and verifying on a database."""
    migrate(url, Plugins([]))
    engine = make_engine(url, pool_size=WRITERS)
    sessions = sessionmaker(engine)
    print(f"\n{engine.dialect.name}")
    with timed("recorded one by one by eight writers", WRITERS * ACTS_EACH):
        threads = [threading.Thread(target=write, args=(sessions, n)) for n in range(WRITERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    with timed("recorded a thousand at a time", entries):
        for first in range(0, entries, IN_ONE_GO):
            with sessions.begin() as session:
                changes = [change(number) for number in range(first, first + IN_ONE_GO)]
                record_changes(session, ACTOR, changes, NOW)
    with sessions() as session, timed("verified", entries + WRITERS * ACTS_EACH):
        report = verify(session)
    if not report.whole:
        raise SystemExit("the log is not whole")
    engine.dispose()


def write(sessions: sessionmaker[Session], writer: int) -> None:
    """Record acts one by one, each in its own transaction."""
    for number in range(ACTS_EACH):
        with sessions.begin() as session:
            record_change(session, ACTOR, change(writer * ACTS_EACH + number), NOW)


@contextmanager
def timed(what: str, count: int) -> Iterator[None]:
    """Print how many a second were done in the block, and our processor time for each."""
    start, cpu_start = time.perf_counter(), time.process_time()
    yield
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu_start
    print(
        f"  {what:38}{count:>8} in {seconds:6.2f} s ={count / seconds:>8,.0f} /s"
        f"{1_000_000 * cpu / count:>8,.0f} CPU-us each"
    )


def main(entries: int) -> None:
    """Measure on SQLite, and on PostgreSQL where it is installed."""
    with tempfile.TemporaryDirectory() as folder:
        bench(f"sqlite:///{folder}/bench.db", entries)
    if reason := why_missing():
        print(f"\npostgresql: {reason}")
        return
    with PostgresServer.start() as server:
        bench(server.database_url("postgres"), entries)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
