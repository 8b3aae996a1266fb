"""Fixtures for tests of the register and of plugins.

`school` is the one to use: the small school of `registro_core.testing.school`
in a database of its own, behind a real application with the plugins that the
fixture `enabled_plugins` names.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Dialect, event, make_url, select, update
from sqlalchemy.orm import Session, sessionmaker
from webtest import TestApp

from registro_core.accounts.models import Account
from registro_core.accounts.passwords import hash_password
from registro_core.accounts.sessions import cookie_name, open_session
from registro_core.app import configure
from registro_core.db.engine import make_engine
from registro_core.db.migrate import migrate
from registro_core.platform import Platform
from registro_core.plugins import Plugins
from registro_core.school.models import School, SchoolClass, Subject
from registro_core.settings import read_installation
from registro_core.testing.databases import Databases
from registro_core.testing.school import NOW, build_school

# What begins, ends and tunes a transaction: no questions to the database.
FRAMES = ("PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")


class FixedClock:
    """A clock that stands still until it is told to move."""

    def __init__(self, now: datetime = NOW) -> None:
        """Start at an instant."""
        self.now = now

    def __call__(self) -> datetime:
        """The instant it shows."""
        return self.now

    def set(self, now: datetime) -> None:
        """Show another instant."""
        self.now = now

    def advance(self, **span: float) -> None:
        """Move on by a span such as minutes=10."""
        self.now += timedelta(**span)


@dataclass
class Application:
    """An application with a set of plugins, and the database that new schools are copied from."""

    wsgi: Any
    platform: Platform
    clock: FixedClock
    template: str
    people: dict[str, int]
    # The database it works on now.
    url: str = ""

    def __post_init__(self) -> None:
        """Let new connections be made by us."""
        event.listen(self.platform.engine, "do_connect", self._connect)

    def use(self, url: str) -> None:
        """Work on another database from now on.

        The engine stays, and with it the statements that it has compiled: that takes as long as
        running them.
        """
        self.url = url
        self.platform.engine.dispose()
        self.platform.forget()

    def _connect(self, dialect: Dialect, _record: Any, _arguments: Any, named: Any) -> Any:
        arguments, ours = dialect.create_connect_args(make_url(self.url or self.template))
        return dialect.connect(*arguments, **{**named, **ours})


@dataclass
class TestSchool:
    """The small school of a test: its people by name, its database, a browser for each person."""

    __test__ = False

    application: Application
    url: str
    people: dict[str, int]
    classes: dict[str, int] = field(default_factory=dict)
    subjects: dict[str, int] = field(default_factory=dict)

    @property
    def clock(self) -> FixedClock:
        """The school's clock."""
        return self.application.clock

    @property
    def platform(self) -> Platform:
        """The application's platform."""
        return self.application.platform

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session that commits at the end, apart from any request."""
        with self.platform.sessions() as session, session.begin():
            yield session

    def anonymous(self) -> TestApp:
        """A browser in which nobody is signed in."""
        return TestApp(self.application.wsgi, extra_environ={"HTTP_HOST": "localhost:80"})

    def as_(self, username: str) -> TestApp:
        """A browser in which somebody has just signed in."""
        browser = self.anonymous()
        with self.session() as session:
            account_id = session.scalars(
                select(Account.id).where(Account.username == username)
            ).one()
            token = open_session(session, account_id, self.clock.now)
        browser.set_cookie(cookie_name(secure=False), token)
        return browser

    def set_password(self, password: str) -> None:
        """Give everybody the same password."""
        with self.session() as session:
            session.execute(update(Account).values(password_hash=hash_password(password)))

    def choose(self, **chosen: object) -> None:
        """Store settings of the school, over those it has: `choose(**{"core.code_hours": 72})`."""
        with self.session() as session:
            row = session.scalars(select(School)).one()
            row.settings = {**row.settings, **chosen}
            row.version += 1

    @contextmanager
    def queries(self) -> Iterator[list[str]]:
        """Record the statements sent inside the block, those that only frame a transaction apart."""
        seen: list[str] = []

        def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(FRAMES):
                seen.append(statement)

        event.listen(self.platform.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(self.platform.engine, "before_cursor_execute", note)


@pytest.fixture(scope="session")
def enabled_plugins() -> tuple[str, ...]:
    """Names of the plugins to enable; override it in the conftest of a plugin's tests."""
    return ()


@pytest.fixture(scope="session")
def applications(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator["Applications"]:
    """Applications by their plugins, made once per process of the run."""
    made = Applications(databases, tmp_path_factory.mktemp("data"))
    yield made
    made.close()


class Applications:
    """Makes an application for a set of plugins the first time it is asked for."""

    def __init__(self, databases: Databases, data_dir: Path) -> None:
        """Keep where databases and files go."""
        self.databases = databases
        self.data_dir = data_dir
        self._made: dict[tuple[Any, ...], Application] = {}

    def get(self, plugins: tuple[str, ...], ini: Mapping[str, str] | None = None) -> Application:
        """The application with these plugins; `ini` adds settings of theirs."""
        key = (plugins, *sorted((ini or {}).items()))
        if key not in self._made:
            self._made[key] = self._make(plugins, ini or {})
        return self._made[key]

    def _make(self, plugins: tuple[str, ...], ini: Mapping[str, str]) -> Application:
        url = self.databases.create()
        migrate(url, Plugins(plugins))
        people = _fill(url)
        settings = {
            "registro.plugins": " ".join(plugins),
            "registro.database_url": url,
            "registro.public_url": "http://localhost",
            "registro.data_dir": str(self.data_dir),
            "registro.mail": f"dir:{self.data_dir / 'mail'}",
            "registro.mode": "development",
            **ini,
        }
        clock = FixedClock()
        platform = Platform(read_installation(settings), clock)
        wsgi = configure(platform, settings).make_wsgi_app()
        platform.engine.dispose()
        return Application(wsgi, platform, clock, url, people)

    def close(self) -> None:
        """Close every database."""
        for application in self._made.values():
            application.platform.engine.dispose()


def _fill(url: str) -> dict[str, int]:
    engine = make_engine(url)
    with sessionmaker(engine)() as session, session.begin():
        people = build_school(session)
    engine.dispose()
    return people


@pytest.fixture
def school(
    applications: Applications, databases: Databases, enabled_plugins: tuple[str, ...]
) -> Iterator[TestSchool]:
    """The small school, fresh for this test."""
    with school_with(applications, databases, enabled_plugins) as made:
        yield made


@contextmanager
def school_with(
    applications: Applications,
    databases: Databases,
    plugins: tuple[str, ...],
    ini: Mapping[str, str] | None = None,
) -> Iterator[TestSchool]:
    """The small school with a set of plugins and settings, in a database of its own."""
    application = applications.get(plugins, ini)
    url = databases.copy(application.template)
    application.use(url)
    application.clock.set(NOW)
    made = TestSchool(application, url, application.people)
    with made.session() as session:
        made.classes = dict(session.execute(select(SchoolClass.name, SchoolClass.id)).all())
        made.subjects = dict(session.execute(select(Subject.code, Subject.id)).all())
    try:
        yield made
    finally:
        application.platform.engine.dispose()
        databases.drop(url)
