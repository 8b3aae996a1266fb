"""A school that closed terms while locks were the plugin lessons' own keeps them (L7)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from alembic import command
from sqlalchemy import Connection, Engine, MetaData, inspect, select

from registro_core.db.engine import make_bare_engine
from registro_core.db.migrate import config, migrate, owners
from registro_core.plugins import Plugins
from registro_core.school.locks.models import ClosedTerm, Unlock
from registro_core.security.models import PermissionGrant
from registro_core.testing import Databases

PLUGINS = Plugins(["lessons"])
AT = datetime(2026, 12, 20, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 12, 21, 9, 30, tzinfo=UTC)
UNLOCK = {
    "class_id": 1,
    "teacher_id": 1,
    "first_day": date(2026, 11, 17),
    "last_day": date(2026, 11, 18),
    "expires_at": LATER,
    "granted_by_id": 2,
    "reason": "Malattia",
    "created_at": AT,
}
SCHOOL = {
    "school_year": [
        {
            "id": 1,
            "name": "2026/27",
            "starts_on": date(2026, 9, 14),
            "ends_on": date(2027, 6, 8),
        }
    ],
    "site": [{"id": 1, "code": "FIPS00000A", "name": "Sede", "version": 1}],
    "person": [
        {"id": 1, "surname": "Rossi", "given_name": "Paola", "created_at": AT, "version": 1},
        {"id": 2, "surname": "Costa", "given_name": "Laura", "created_at": AT, "version": 1},
    ],
    "school_class": [
        {
            "id": number,
            "year_id": 1,
            "site_id": 1,
            "name": name,
            "grade": 1,
            "section": name[1],
            "school_order": "upper-secondary",
            "short_week": False,
            "version": 1,
        }
        for number, name in ((1, "1A"), (2, "1B"))
    ],
    "term": [
        {
            "id": 1,
            "year_id": 1,
            "name": "Trimestre",
            "starts_on": date(2026, 9, 14),
            "ends_on": date(2026, 12, 22),
            "version": 1,
        }
    ],
    "permission_grant": [
        {"permission": "lessons:unlock", "relation": "deputy", "granted": True},
        {"permission": "lessons:unlock", "relation": "head", "granted": False},
    ],
    "lessons_closed_term": [
        {"term_id": 1, "class_id": 1, "closed_at": AT},
        {"term_id": 1, "class_id": 2, "closed_at": AT},
    ],
    "lessons_unlock": [UNLOCK, {**UNLOCK, "teacher_id": None, "reason": "Ricorso"}],
}


def insert(connection: Connection, rows: dict[str, list[dict[str, object]]]) -> None:
    tables = MetaData()
    tables.reflect(connection, only=list(rows))
    for name, values in rows.items():
        for row in values:
            connection.execute(tables.tables[name].insert(), row)


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    """A database as the first release left it, with locks in the plugin's tables."""
    made = databases.create()
    engine = make_bare_engine(made)
    with engine.begin() as connection:
        for owner in owners(PLUGINS):
            command.upgrade(config(owner, connection), "0001")
        insert(connection, SCHOOL)
    engine.dispose()
    yield made
    databases.drop(made)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = make_bare_engine(url)
    yield made
    made.dispose()


def unlocks(connection: Connection) -> list[dict[str, object]]:
    columns = [Unlock.__table__.c[name] for name in UNLOCK]
    rows = connection.execute(select(*columns).order_by(Unlock.reason)).mappings()
    return [dict(row) for row in rows]


def closed(connection: Connection) -> list[tuple[int, int, datetime]]:
    table = ClosedTerm.__table__.c
    rows = connection.execute(
        select(table.term_id, table.class_id, table.closed_at).order_by(table.class_id)
    )
    return [tuple(row) for row in rows]


def test_every_closed_term_and_unlock_is_the_cores_now(url: str, engine: Engine) -> None:
    migrate(url, PLUGINS)
    with engine.connect() as connection:
        assert closed(connection) == [(1, 1, AT), (1, 2, AT)]
        assert unlocks(connection) == [UNLOCK, {**UNLOCK, "teacher_id": None, "reason": "Ricorso"}]
        left = [name for name in inspect(connection).get_table_names() if "lessons_" in name]
    assert not {"lessons_closed_term", "lessons_unlock"} & set(left)


def test_who_may_unlock_stays_as_the_school_chose(url: str, engine: Engine) -> None:
    migrate(url, PLUGINS)
    with engine.connect() as connection:
        grants = connection.execute(
            select(PermissionGrant.permission, PermissionGrant.relation, PermissionGrant.granted)
        ).all()
    assert sorted(map(tuple, grants)) == [
        ("school:unlock", "deputy", True),
        ("school:unlock", "head", False),
    ]


def test_what_the_core_closed_while_lessons_was_off_is_there_once(url: str, engine: Engine) -> None:
    migrate(url, Plugins([]))
    with engine.begin() as connection:
        insert(connection, {"closed_term": [{"term_id": 1, "class_id": 2, "closed_at": LATER}]})
    migrate(url, PLUGINS)
    with engine.connect() as connection:
        assert closed(connection) == [(1, 1, AT), (1, 2, LATER)]


def test_going_back_and_forth_loses_and_doubles_nothing(url: str, engine: Engine) -> None:
    migrate(url, PLUGINS)
    lessons = owners(PLUGINS)[-1]
    with engine.begin() as connection:
        command.downgrade(config(lessons, connection), "0001")
        assert len(closed(connection)) == len(unlocks(connection)) == 2
    migrate(url, PLUGINS)
    with engine.connect() as connection:
        assert len(closed(connection)) == len(unlocks(connection)) == 2
