"""Servers as processes: two of them lose no update, and kill -9 loses nothing acknowledged (41, 47)."""

import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from http.client import HTTPConnection, HTTPException
from itertools import product
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlencode

import pytest
from sqlalchemy import text

from registro_core.accounts.sessions import cookie_name
from registro_core.audit.verify import verify
from registro_core.testing import TODAY, TestSchool
from tests.contract.world import PLUGINS, World

SERVER = Path(__file__).with_name("server_process.py")
KILLS = 4


class Server:
    """A running server, and a browser of one person."""

    def __init__(self, process: "subprocess.Popen[str]", port: int, cookie: str) -> None:
        self.process, self.port, self.cookie = process, port, cookie
        page = self.request("GET", "/help")[1]
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found
        self.token = found.group(1)

    def request(
        self, method: str, path: str, fields: dict[str, str] | None = None
    ) -> tuple[int, str]:
        """Status and text of an answer; OSError or HTTPException if there is none."""
        connection = HTTPConnection("localhost", self.port, timeout=20)
        headers = {
            "Host": "localhost",
            "Cookie": self.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = urlencode({**fields, "csrf_token": self.token}) if fields is not None else None
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


@contextmanager
def serving(school: TestSchool, tmp_path: Path, who: str) -> Iterator[Server]:
    """A server on the school's database, in which somebody is signed in; killed at the end."""
    settings = {
        "registro.plugins": " ".join(PLUGINS),
        "registro.database_url": school.url,
        "registro.public_url": "http://localhost",
        "registro.data_dir": str(tmp_path),
    }
    browser = school.as_(who)
    cookie = f"{cookie_name(secure=False)}={browser.cookies[cookie_name(secure=False)]}"
    process = subprocess.Popen(
        [sys.executable, SERVER, json.dumps(settings)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        yield Server(process, int(process.stdout.readline()), cookie)
    finally:
        process.kill()
        process.communicate()


@pytest.mark.slow
def test_two_servers_lose_no_update(school: TestSchool, tmp_path: Path) -> None:
    """Eight clients of two processes change one row: each acknowledged change is a version."""
    path = f"/classes/{school.classes['1A']}/attendance/limit"

    def change(server: Server, times: int) -> int:
        done = 0
        for number in range(times):
            status, page = server.request("GET", path)
            found = re.search(r'name="version"[^>]*value="(\d+)"', page)
            assert found, f"{status}: {page[-2000:]}"
            fields = {"version": found.group(1), "hours": str(200 + number)}
            status = server.request("POST", path, fields)[0]
            assert status in {303, 409}
            done += status == 303
        return done

    with (
        serving(school, tmp_path, "dirigente") as one,
        serving(school, tmp_path, "vicario") as two,
        ThreadPoolExecutor(8) as pool,
    ):
        # each compiles its templates before threads meet: this is about the row
        assert [server.request("GET", path)[0] for server in (one, two)] == [200, 200]
        acknowledged = sum(pool.map(lambda server: change(server, 6), [one, two] * 4))
    with school.session() as session:
        version = session.scalar(text("SELECT version FROM attendance_class_limit"))
        audited = session.scalar(
            text("SELECT count(*) FROM audit_entry WHERE act = 'attendance.limit.changed'")
        )
    assert acknowledged == version == audited
    assert acknowledged, "nobody could save anything"


def hours_to_sign() -> Iterator[tuple[date, int]]:
    """Hours of the last school days, the latest first."""
    days = (TODAY - timedelta(days=back) for back in range(1, 60))
    return product((day for day in days if day.isoweekday() < 7), range(1, 6))


def roll(world: World, day: date, slot: int) -> dict[str, str]:
    """A lesson as its page would send it: a signature, a topic, a roll with anna away."""
    people, mathematics = world.school.people, world.school.subjects["MAT"]
    students = [people[name] for name in ("anna", "bruno", "carla", "dario")]
    return {
        "roll-seen": " ".join(f"{student}:P-" for student in students),
        **{f"roll-{student}": "P" for student in students[1:]},
        f"roll-{students[0]}": "A",
        "roll-reason": "ricostruito",
        "lessons-sign": f"curricular:{mathematics}",
        "lessons-hours": "1",
        "lessons-topic": f"{day} {slot}",
        "idempotency_key": f"{day}-{slot}",
    }


@pytest.mark.slow
def test_rolls_survive_kill_9(school: TestSchool, tmp_path: Path) -> None:
    world, chance, acknowledged = World(school), random.Random(47), set()
    hours = hours_to_sign()
    for _ in range(KILLS):
        with serving(school, tmp_path, "docente") as server:
            end = monotonic() + chance.uniform(0.4, 1.2)
            with ThreadPoolExecutor(1) as pool:
                pool.submit(lambda: (sleep(max(0, end - monotonic())), server.process.kill()))  # noqa: B023
                acknowledged |= set(post_until_killed(server, world, hours))
    with school.session() as session:
        topics = "SELECT topic FROM lessons_lesson"
        stored = set(session.scalars(text(topics)))
        counts = [
            session.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608 - our own names
            for table in ("lessons_signature", "attendance_roll", "idempotency_key")
        ]
        assert acknowledged, "nothing was written before the kills"
        assert acknowledged <= stored
        assert len(stored - acknowledged) <= KILLS
        # one save, one transaction: signature, roll and key of each lesson, or none of them
        assert counts == [len(stored)] * 3
        assert verify(session).whole
        if session.get_bind().dialect.name == "sqlite":
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"


def post_until_killed(
    server: Server, world: World, hours: Iterator[tuple[date, int]]
) -> Iterator[str]:
    """Sign hour after hour; yield the topics that were acknowledged."""
    class_id = world.school.classes["1A"]
    for day, slot in hours:
        fields = roll(world, day, slot)
        try:
            status, page = server.request(
                "POST", f"/classes/{class_id}/lessons/{day}/{slot}", fields
            )
        except (OSError, HTTPException):
            return
        assert status == 303, page[-3000:]
        yield fields["lessons-topic"]
    pytest.fail("the server was not killed in time")
