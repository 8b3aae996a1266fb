"""The reference demo school behind a production application, on either database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from meter import Browser, children_cpu, nothing
from sqlalchemy import select

from registro_core.accounts.models import Account
from registro_core.accounts.sessions import cookie_name, open_session
from registro_core.app import configure
from registro_core.clock import school_day, school_instant, system_clock
from registro_core.demo import build
from registro_core.demo.school import DemoSize
from registro_core.items import ScheduledLesson
from registro_core.people.models import Guardianship
from registro_core.platform import Platform
from registro_core.school.models import SchoolClass, Teaching
from registro_core.settings import read_installation
from registro_core.testing.postgres import PostgresServer

HOST = "registro.example"
NINE = time(9, 30)


@dataclass
class BenchSchool:
    """The school, and what a measurement needs of it."""

    name: str
    platform: Platform
    browser: Browser
    database_cpu: Callable[[], float]
    now: datetime

    def cookie(self, username: str) -> str:
        """Sign somebody in; return the cookie header."""
        return self.cookie_of(self.person(username))

    def cookie_of(self, person_id: int) -> str:
        """Sign a person in; return the cookie header."""
        with self.platform.sessions.begin() as session:
            of_person = select(Account.id).where(Account.person_id == person_id)
            token = open_session(session, session.scalars(of_person).one(), self.now)
        return f"{cookie_name(secure=True)}={token}"

    def person(self, username: str) -> int:
        """Return a person's id."""
        with self.platform.reading_sessions() as session:
            return session.scalars(
                select(Account.person_id).where(Account.username == username)
            ).one()

    def lesson_of(self, username: str) -> ScheduledLesson:
        """Return a lesson of today that a teacher has, of a whole class."""
        teacher, today = self.person(username), school_day(self.now)
        with self.platform.reading_sessions() as session:
            classes = session.scalars(select(SchoolClass.id)).all()
            lessons: list[ScheduledLesson] = self.platform.plugins.collect(
                "registro_scheduled_lessons",
                session=session,
                class_ids=classes,
                first_day=today,
                last_day=today,
            )
        own = [each for each in lessons if teacher in each.teacher_ids and not each.ref.group_id]
        if not own:
            raise LookupError(f"{username} has no lessons today")
        return min(own, key=lambda each: each.ref.slot)

    def lesson_path(self, username: str) -> str:
        """Return the address of such a lesson's page."""
        ref = self.lesson_of(username).ref
        return f"/classes/{ref.class_id}/lessons/{quote(ref.day.isoformat())}/{ref.slot}"

    def child_of(self, username: str) -> int:
        """The first child that a parent answers for."""
        own = Guardianship.guardian_id == self.person(username)
        with self.platform.reading_sessions() as session:
            return session.scalars(select(Guardianship.student_id).where(own)).first() or 0

    def course_path(self, username: str) -> str:
        """The address of a teacher's first register of marks."""
        own = Teaching.teacher_id == self.person(username)
        with self.platform.reading_sessions() as session:
            held = session.scalars(select(Teaching).where(own).order_by(Teaching.id)).first()
        if held is None:
            raise LookupError(f"{username} teaches nothing")
        return f"/classes/{held.class_id}/marks/{held.subject_id}"


@contextmanager
def on_sqlite(folder: Path) -> Iterator[BenchSchool]:
    """Build the school in a file."""
    with school_at("SQLite", f"sqlite:///{folder / 'bench.db'}", folder, nothing) as school:
        yield school


@contextmanager
def on_postgresql(folder: Path) -> Iterator[BenchSchool]:
    """Build the school on a throw-away server, which is as durable as a real one."""
    durable = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
    with PostgresServer.start(durable | {"shared_buffers": "256MB"}) as server:
        clock = children_cpu(server.process)
        with school_at("PostgreSQL", server.create("bench"), folder, clock) as school:
            yield school


@contextmanager
def school_at(
    name: str,
    url: str,
    folder: Path,
    database_cpu: Callable[[], float],
    size: DemoSize = DemoSize.REFERENCE,
) -> Iterator[BenchSchool]:
    """Build the school in an empty database, and put the application before it."""
    today = school_day(system_clock())
    now = school_instant(today, NINE)
    settings = {
        "registro.plugins": "lessons attendance grades homework",
        "registro.database_url": url,
        "registro.public_url": f"https://{HOST}",
        "registro.mode": "production",
        "registro.data_dir": str(folder / "data"),
        "registro.mail": f"dir:{folder / 'mail'}",
    }
    platform = Platform(read_installation(settings), lambda: now)
    build.prepare(platform, keep=False, rebuild=False)
    build.build(platform, build.DemoRequest(size, 1, today, now - timedelta(hours=2)))
    app: Any = configure(platform, settings).make_wsgi_app()
    yield BenchSchool(name, platform, Browser(app, HOST), database_cpu, now)
    platform.engine.dispose()
