"""Building the demo school: what may be overwritten, one transaction, the plugins' history."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy import MetaData, func, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from registro_core.audit.sealing import anchor_file
from registro_core.audit.services import Change, record_change
from registro_core.db.engine import make_bare_engine
from registro_core.db.migrate import migrate
from registro_core.demo.calendar import make_calendar
from registro_core.demo.people import People
from registro_core.demo.populate import make_population, seeded
from registro_core.demo.rows import Rows, continue_numbering, take_time
from registro_core.demo.school import DemoSchool, DemoSize
from registro_core.demo.sign_ins import PASSWORD
from registro_core.items import SYSTEM
from registro_core.people.models import Person
from registro_core.platform import Platform
from registro_core.school.models import BellSlot, Holiday, School
from registro_core.school.services import year_of

Progress = Callable[[str], object]


class DemoRefusedError(Exception):
    """The demo school is not built; the message says what stands in its way."""


@dataclass(frozen=True)
class DemoRequest:
    """Which demo school: the same request gives the same school."""

    size: DemoSize
    seed: int
    today: date
    now: datetime

    @classmethod
    def small(cls, today: date, now: datetime) -> "DemoRequest":
        """Return the school that `make run` shows."""
        return cls(DemoSize.SMALL, 1, today, now)


# ---- what may be overwritten ------------------------------------------------------------


def prepare(platform: Platform, *, keep: bool, rebuild: bool) -> bool:
    """Make the database ready; return whether the school is still to be built.

    Raise DemoRefusedError when the database holds a real school, always, or a
    demo school that is neither to be kept nor to be thrown away.
    """
    url = platform.installation.database_url
    _make_folder(url)
    there = _school_there(platform)
    if there == "real":
        raise DemoRefusedError(
            f"the database {_shown(url)} holds a real school: the demo does not touch it. "
            "Give registro.database_url another database."
        )
    if there == "demo" and rebuild:
        _wipe(url)
    elif there == "demo" and not keep:
        raise DemoRefusedError(
            "there is a demo school already: keep it with --if-missing, or --rebuild it"
        )
    migrate(url, platform.plugins)
    to_build = there == "nothing" or rebuild
    if to_build:
        # they are of a log that is gone: `registro audit verify` would call it cut off
        anchor_file(platform).unlink(missing_ok=True)
    return to_build


def _make_folder(url: str) -> None:
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite" and parts.database:
        Path(parts.database).parent.mkdir(parents=True, exist_ok=True)


def _shown(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)


def _school_there(platform: Platform) -> str:
    """Say what the database holds: `nothing`, `demo` or `real`. People without a school are real."""
    if not inspect(platform.engine).has_table(School.__tablename__):
        return "nothing"
    with platform.reading_sessions() as session:
        demo = session.scalar(select(School.is_demo).limit(1))
        people = session.scalar(select(func.count(Person.id))) or 0
    if demo:
        return "demo"
    return "real" if people or demo is not None else "nothing"


def _wipe(url: str) -> None:
    """Drop every table, versions of migrations included."""
    engine = make_bare_engine(url)
    tables = MetaData()
    with engine.begin() as connection:
        tables.reflect(connection)
        tables.drop_all(connection)
    engine.dispose()


def closed_today(platform: Platform, today: date) -> str:
    """Say that a demo school built earlier has no lessons today; empty if it has."""
    with platform.reading_sessions() as session:
        year = year_of(session, today)
        if year is not None and today <= year.ends_on and _has_bells(session, today):
            return ""
    return (
        "The demo school was built around another day and has no lessons today: "
        "`registro demo --rebuild` builds it anew."
    )


def _has_bells(session: Session, today: date) -> bool:
    free = select(Holiday.id).where(Holiday.day == today).limit(1)
    bells = select(BellSlot.id).where(BellSlot.weekday == today.isoweekday()).limit(1)
    return session.scalar(free) is None and session.scalar(bells) is not None


# ---- building ---------------------------------------------------------------------------


def build(platform: Platform, request: DemoRequest, progress: Progress = lambda _: None) -> None:
    """Build the school in one transaction: interrupted, it leaves nothing behind."""
    with platform.sessions.begin() as session:
        take_time(session)
        school = _people(session, request)
        progress(f"  {len(school.classes)} classes, {len(school.students)} students: made")
        for plugin in platform.plugins.loaded:
            if platform.plugins.implements(plugin, "registro_fill_demo"):
                own = replace(school, random=seeded(request.seed, plugin.name))
                platform.plugins.call(plugin, "registro_fill_demo", session=session, demo=own)
                progress(f"  history of {plugin.name}: made")
        continue_numbering(session)
        record_change(session, SYSTEM, Change("demo.built", "school", 1), request.now)


def _people(session: Session, request: DemoRequest) -> DemoSchool:
    """Make the core's part and write it."""
    random = seeded(request.seed, "people")
    rows = Rows(request.now)
    people = People(
        rows, random, request.today, _hash(seeded(request.seed, "password").randbytes(16))
    )
    school = make_population(people, make_calendar(request.size, request.today), request.size)
    rows.write(session)
    return school


def _hash(salt: bytes) -> str:
    """Hash the one password once: a thousand hashes would take a minute."""
    return PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1).hash(PASSWORD, salt=salt)
