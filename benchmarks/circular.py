"""A circular to three thousand parents: how long publishing takes, and its statistics.

    .venv/bin/python benchmarks/circular.py [--people 3000]

On a PostgreSQL as durable as a real one: recipients, number, notices with their deliveries, audit
entry and COMMIT. Publishing should take less than two seconds.
"""

import argparse
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from registro_core.db.migrate import migrate
from registro_core.items import SYSTEM
from registro_core.people.models import Guardianship, Person
from registro_core.platform import Platform
from registro_core.school.models import Enrolment, SchoolClass, SchoolYear
from registro_core.settings import read_installation
from registro_core.testing import TODAY
from registro_core.testing.postgres import PostgresServer
from registro_core.testing.school import build_school
from registro_messaging.noticeboard.models import Circular, ForWhom
from registro_messaging.noticeboard.services.publishing import publish
from registro_messaging.noticeboard.services.receipts import tallies
from registro_messaging.noticeboard.services.writing import Draft, Spec, write

MOST_SECONDS = 2.0
START = TODAY - timedelta(days=30)
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


def system_now() -> datetime:
    """The instant, in UTC."""
    return datetime.now(UTC)


def fill(session: Session, count: int) -> None:
    """So many students, each with one parent, who has an address."""
    classes = session.scalars(select(SchoolClass.id)).all()
    rows = [
        {
            "surname": f"N{number}",
            "given_name": "Ugo",
            "email": f"n{number}@example.org",
            "created_at": system_now(),
            "version": 1,
        }
        for number in range(2 * count)
    ]
    ids = list(session.scalars(insert(Person).returning(Person.id), rows))
    pairs = list(zip(ids[:count], ids[count:], strict=True))
    session.execute(
        insert(Enrolment),
        [
            {"student_id": child, "class_id": classes[child % len(classes)], "starts_on": START}
            for child, _parent in pairs
        ],
    )
    session.execute(
        insert(Guardianship),
        [
            {"student_id": child, "guardian_id": parent, "kind": "mother", "starts_on": START}
            for child, parent in pairs
        ],
    )


def draft(session: Session) -> int:
    """A circular to all families, to be signed; return its id."""
    year = session.scalars(select(SchoolYear.id)).first() or 0
    spec = Spec({ForWhom.FAMILIES})
    text = Draft("Assemblee", "Si comunica.", needs_signature=True, spec=spec)
    return write(session, year, text, (), SYSTEM, system_now()).id


def timed(platform: Platform, number: int, today: date) -> tuple[float, float, int]:
    """Seconds of publishing with its COMMIT, seconds of the statistics, how many were sent."""
    start = time.perf_counter()
    with platform.sessions.begin() as session:
        publish(session, session.get_one(Circular, number), today, SYSTEM, system_now())
    published = time.perf_counter()
    with platform.sessions() as session:
        sent = sum(tally.sent for tally in tallies(session, number))
    return published - start, time.perf_counter() - published, sent


def main() -> None:
    """Print what was measured; fail above the budget."""
    parser = argparse.ArgumentParser(description="A circular to many.")
    parser.add_argument("--people", type=int, default=3000)
    people = parser.parse_args().people
    with tempfile.TemporaryDirectory() as folder, PostgresServer.start(DURABLE) as database:
        url = database.create("circular")
        settings = {
            "registro.database_url": url,
            "registro.plugins": "messaging",
            "registro.data_dir": str(Path(folder)),
            "registro.public_url": "http://localhost",
        }
        platform = Platform(read_installation(settings), system_now)
        migrate(url, platform.plugins)
        with platform.sessions.begin() as session:
            build_school(session)
            fill(session, people)
            number = draft(session)
        seconds, statistics, sent = timed(platform, number, TODAY)
        platform.engine.dispose()
    print(f"published to {sent}  {seconds:.2f} s")
    print(f"statistics  {statistics * 1000:.0f} ms")
    if seconds > MOST_SECONDS:
        raise SystemExit("over the budget")


if __name__ == "__main__":
    main()
