"""The migration that lets a request be there once, on a school where two are there already."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, MetaData, select
from sqlalchemy.exc import IntegrityError

from registro_attendance.models import Permit, PermitKind
from registro_attendance.permits.states import PermitState
from registro_attendance.reasons import Reason
from registro_core.db.engine import make_bare_engine
from registro_core.db.migrate import config, migrate, owners
from registro_core.plugins import Plugins
from registro_core.testing import Databases

PLUGINS = Plugins(["attendance"])
AT = datetime(2026, 11, 24, 8, tzinfo=UTC)
PERIOD = {"last_day": date(2027, 6, 4), "kind": "early-exit"}
# id -> what differs, and whether it still stands afterwards.
ROWS: dict[int, tuple[dict[str, Any], bool]] = {
    1: ({}, False),
    2: ({"state": "approved"}, True),
    3: ({}, False),
    4: ({"state": "withdrawn"}, False),
    5: ({"at_desk": True}, True),
    6: ({"student_id": 2}, True),
    7: ({"last_day": date(2026, 11, 26)}, True),
    8: ({"weekdays": "1", **PERIOD}, True),
    9: ({"weekdays": "5", **PERIOD}, True),
    10: ({"weekdays": "5", **PERIOD}, False),
    11: ({"kind": "late-entry"}, True),
}


def row(number: int) -> dict[str, Any]:
    plain = {
        "id": number,
        "student_id": 1,
        "kind": "absence",
        "state": "requested",
        "first_day": date(2026, 11, 25),
        "last_day": date(2026, 11, 25),
        "reason": "family",
        "requested_at": AT,
        "at_desk": False,
        "version": 1,
    }
    return plain | ROWS[number][0]


@pytest.fixture
def engine(databases: Databases) -> Iterator[Engine]:
    """A database as the first release left it, with requests that were stored twice."""
    url = databases.create()
    made = make_bare_engine(url)
    with made.begin() as connection:
        for owner in owners(PLUGINS):
            last = "0001" if owner.name == "attendance" else "head"
            command.upgrade(config(owner, connection), last)
        tables = MetaData()
        tables.reflect(connection, only=["person", "attendance_permit"])
        for number in (1, 2):
            person = {"surname": "Abate", "given_name": "Anna", "created_at": AT, "version": 1}
            connection.execute(tables.tables["person"].insert(), {"id": number, **person})
        for number in ROWS:
            connection.execute(tables.tables["attendance_permit"].insert(), row(number))
    yield made
    made.dispose()
    databases.drop(url)


def test_of_each_request_one_stands_afterwards_and_nothing_is_deleted(engine: Engine) -> None:
    migrate(engine.url.render_as_string(hide_password=False), PLUGINS)
    with engine.connect() as connection:
        permit = Permit.__table__.c
        rows = connection.execute(select(permit.id, permit.state, permit.version)).all()
    standing = {number for number, state, _version in rows if state != PermitState.WITHDRAWN}
    assert {number for number, _state, _version in rows} == set(ROWS)
    assert standing == {number for number, (_row, stands) in ROWS.items() if stands}
    touched = {number for number, _state, version in rows if version > 1}
    assert touched == {1, 3, 10}


def test_the_database_refuses_a_second_one(engine: Engine) -> None:
    migrate(engine.url.render_as_string(hide_password=False), PLUGINS)
    again = {**row(3), "id": 99, "kind": PermitKind.ABSENCE, "state": PermitState.REQUESTED}
    again["reason"] = Reason.FAMILY
    with engine.begin() as connection, pytest.raises(IntegrityError):
        connection.execute(Permit.__table__.insert(), again)
