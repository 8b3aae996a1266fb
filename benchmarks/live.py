"""What a thousand open pages cost that ask about every nine seconds whether something new has come.

    .venv/bin/python benchmarks/live.py [--times 2000] [--database sqlite|postgresql]

Every guardian of the reference school has notices, read and not read. The processor time of
one question, of application and database, times the questions of a second, is the share of
one core; it must stay below a tenth.
"""

import argparse
import json
import sys
import tempfile
from itertools import count
from pathlib import Path
from typing import Any

from bench_school import BenchSchool
from meter import Measure, measure
from pages import databases
from sqlalchemy import select

from registro_core.items import Notice
from registro_core.notices.services import publish_notices
from registro_core.people.models import Guardianship

PAGES, EVERY_SECONDS = 1000, 8.8
MOST = 0.1
NOTICES = 30
PATH = "/notices/live"


def main() -> None:
    """Measure, print and judge."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--times", type=int, default=2000)
    options.add_argument("--database", choices=("sqlite", "postgresql"))
    chosen = options.parse_args()
    over = False
    for name, open_school in databases(chosen.database):
        with tempfile.TemporaryDirectory() as folder, open_school(Path(folder)) as school:
            tell_everybody(school)
            for status in (304, 200):
                result = ask(school, status, chosen.times)
                share = result.cpu / 1000 * PAGES / EVERY_SECONDS
                over |= status == 304 and (share > MOST or result.status != 304)
                print(
                    f"{name:11} {result.status}: {result.cpu:.2f} CPU-ms "
                    f"({result.app_cpu:.2f} application, {result.database_cpu:.2f} database), "
                    f"p95 {result.p95:.1f} ms, {result.statements} statement; "
                    f"{PAGES} pages every {EVERY_SECONDS} s: {share:.0%} of one core"
                )
    sys.exit(over)


def tell_everybody(school: BenchSchool) -> None:
    """Publish notices about children to those who answer for them."""
    with school.platform.sessions.begin() as session:
        pairs = session.execute(select(Guardianship.student_id, Guardianship.guardian_id)).all()
        notices = [
            Notice(
                "bench:kind", "s", "b", [guardian], f"{n}:{student}:{guardian}", "/", None, student
            )
            for n in range(NOTICES)
            for student, guardian in pairs
        ]
        publish_notices(session, notices, school.now, withdrawn=True)


def ask(school: BenchSchool, status: int, times: int) -> Measure:
    """Ask as many parents' pages do, each with its own session; 304 where nothing has changed."""
    with school.platform.reading_sessions() as session:
        parents = session.scalars(select(Guardianship.guardian_id).distinct().limit(50)).all()
    cookies = [school.cookie_of(person) for person in parents]
    etags = {cookie: _etag(school, cookie) for cookie in cookies}
    turn = count()

    def prepare() -> dict[str, Any]:
        cookie = cookies[next(turn) % len(cookies)]
        environ = school.browser.environ("GET", PATH, cookie)
        if status == 304:
            environ["HTTP_IF_NONE_MATCH"] = etags[cookie]
        return environ

    return measure(prepare, school.browser, school.platform.engine, school.database_cpu, times)


def _etag(school: BenchSchool, cookie: str) -> str:
    body = school.browser.send(school.browser.environ("GET", PATH, cookie)).body
    version: str = json.loads(body)["version"]
    return f'"{version}"'


if __name__ == "__main__":
    main()
