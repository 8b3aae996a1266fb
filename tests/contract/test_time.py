"""Nights on which clocks change, days that are rare, evenings that are tomorrow elsewhere (check 58).

Servers run in UTC, the school in Rome.
"""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from registro_core.accounts.sessions import ABSOLUTE, STAFF_IDLE
from registro_core.audit.verify import verify
from registro_core.clock import school_day, school_instant, school_time
from registro_core.items import Notice
from registro_core.notices.services import publish_notice
from registro_core.school.models import SchoolYear
from registro_core.testing import inbox_of
from tests.contract.acts import Act
from tests.contract.world import World

ROME = ZoneInfo("Europe/Rome")
AUTUMN, SPRING = date(2026, 10, 25), date(2027, 3, 28)


@pytest.mark.parametrize(
    ("instant", "day", "clock"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), AUTUMN, time(2, 30)),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), AUTUMN, time(2, 30)),
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), SPRING, time(1, 59)),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), SPRING, time(3)),
        (datetime(2026, 11, 24, 22, 30, tzinfo=UTC), date(2026, 11, 24), time(23, 30)),
        (datetime(2026, 11, 24, 23, 30, tzinfo=UTC), date(2026, 11, 25), time(0, 30)),
        (datetime(2027, 6, 1, 21, 30, tzinfo=UTC), date(2027, 6, 1), time(23, 30)),
        (datetime(2027, 6, 1, 22, 30, tzinfo=UTC), date(2027, 6, 2), time(0, 30)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1), time(0, 30)),
        (datetime(2028, 2, 28, 23, 30, tzinfo=UTC), date(2028, 2, 29), time(0, 30)),
    ],
)
def test_the_day_and_hour_of_the_school(instant: datetime, day: date, clock: time) -> None:
    assert school_day(instant) == day
    assert school_time(instant) == clock


@pytest.mark.parametrize("day", [AUTUMN, SPRING, date(2028, 2, 29), date(2026, 12, 31)])
def test_hours_of_lessons_become_instants_and_come_back(day: date) -> None:
    for hour in range(7, 24):
        instant = school_instant(day, time(hour, 5))
        assert (school_day(instant), school_time(instant)) == (day, time(hour, 5))


@pytest.mark.parametrize(
    "zone", ["UTC", "Europe/Rome", "Pacific/Kiritimati", "America/Los_Angeles"]
)
def test_the_servers_own_zone_changes_nothing(zone: str) -> None:
    code = (
        "from datetime import *; from registro_core.clock import *;"
        "now = datetime(2026, 11, 24, 23, 30, tzinfo=UTC);"
        "print(school_day(now), school_time(now), school_instant(date(2026, 10, 25), time(8)));"
        "assert abs(system_clock() - datetime.now(UTC)) < timedelta(seconds=5)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["2026-11-25", "00:30:00", "2026-10-25", "07:00:00+00:00"]


# ---- the roll ---------------------------------------------------------------------------


def school_is_open(world: World, day: date) -> None:
    """Let the small school's year reach a day."""
    with world.school.session() as session:
        year = session.query(SchoolYear).one()
        year.starts_on, year.ends_on = min(year.starts_on, day), max(year.ends_on, day)


@pytest.mark.parametrize("day", [date(2026, 10, 24), date(2027, 3, 27), date(2028, 2, 29)])
def test_a_roll_called_on_the_days_around_is_of_its_day(world: World, day: date) -> None:
    school_is_open(world, day)
    world.school.clock.set(datetime.combine(day, time(9, 30), ROME).astimezone(UTC))
    path = f"/classes/<1A>/lessons/{day}/2"
    sent = world.prepare(Act("docente", path, {"roll-<anna>": "A"}, page=path))
    assert world.send(sent).status_int == 303
    with world.school.session() as session:
        (stored,) = session.execute(text("SELECT day FROM attendance_event")).scalars()
    assert str(stored) == str(day)


def test_at_half_past_eleven_in_the_evening_it_is_still_today(world: World) -> None:
    """In UTC it is 22:30; half an hour after midnight in Rome it is 23:30 of the day before."""
    today, tomorrow = date(2026, 11, 24), date(2026, 11, 25)
    lesson = "/classes/<1A>/lessons/{}/2"
    for hour, minute, day, other in ((22, 30, today, tomorrow), (23, 30, tomorrow, None)):
        world.school.clock.set(datetime(2026, 11, 24, hour, minute, tzinfo=UTC))
        fresh = World(world.school)
        shown = fresh.browser("docente").get(fresh.said(lesson.format(day)), status=200)
        assert "roll-seen" in shown.text
        if other is not None:
            future = fresh.browser("docente").get(fresh.said(lesson.format(other)), status=200)
            assert 'name="lessons-sign"' not in future.text


# ---- notices and sessions ----------------------------------------------------------------


@pytest.mark.parametrize("night", [AUTUMN, SPRING])
def test_ten_minutes_are_ten_minutes_on_the_night_clocks_change(world: World, night: date) -> None:
    """A notice that waits appears after its debounce; clocks on walls do not matter."""
    school = world.school
    start = datetime.combine(night, time(0, 55), UTC)
    with school.session() as session:
        later = start + timedelta(minutes=10)
        to = [school.people["papa"]]
        notice = Notice("core:new-device", "Di notte", "x", to, f"k:{night}", not_before=later)
        publish_notice(session, notice, start)
    for minutes, shown in ((0, False), (9, False), (10, True)):
        school.clock.set(start + timedelta(minutes=minutes))
        assert ("Di notte" in inbox_of(school, "papa")) is shown
    with school.session() as session:
        due = "SELECT next_try_at FROM delivery ORDER BY id DESC LIMIT 1"
        stored = str(session.scalar(text(due)))
    assert stored.startswith(f"{start + timedelta(minutes=10):%Y-%m-%d %H:%M}")


@pytest.mark.parametrize("night", [AUTUMN, SPRING])
def test_a_session_lasts_as_long_as_on_any_night(world: World, night: date) -> None:
    start = datetime.combine(night, time(0, 45), UTC)
    world.school.clock.set(start)
    browser = world.browser("docente")
    world.school.clock.set(start + STAFF_IDLE - timedelta(seconds=1))
    browser.get("/menu", status=200)
    world.school.clock.advance(seconds=STAFF_IDLE.total_seconds() + 1)
    assert "/sign-in" in browser.get("/menu", status=303).location


def test_a_clock_set_back_revives_no_session(world: World) -> None:
    browser, school = world.browser("docente"), world.school
    start = school.clock.now
    school.clock.advance(seconds=ABSOLUTE.total_seconds() + 1)
    assert "/sign-in" in browser.get("/menu", status=303).location
    school.clock.set(start + timedelta(minutes=1))
    assert "/sign-in" in browser.get("/menu", status=303).location


def test_a_clock_set_back_keeps_the_order_of_the_log(world: World) -> None:
    path = "/office/people/new"
    for hours, name in ((0, "Prima"), (-2, "Seconda")):
        world.school.clock.advance(hours=hours)
        act = Act("segreteria", path, {"surname": name, "given_name": "X"}, page=path)
        world.browsers.clear()
        world.tokens.clear()
        assert world.send(world.prepare(act)).status_int == 303
    with world.school.session() as session:
        created = "SELECT object_id FROM audit_entry WHERE object_type = 'person' ORDER BY seq"
        ids = [int(number) for number in session.scalars(text(created))]
        assert ids == sorted(ids)
        assert verify(session).whole
