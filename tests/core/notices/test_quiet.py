"""Quiet hours: what may wait leaves when they end, by the clock on the school's wall."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registro_core.clock import SCHOOL_ZONE, school_instant
from registro_core.core import registro_settings
from registro_core.notices.quiet import QuietHours, after_quiet_hours, quiet_hours
from registro_core.settings import SchoolSettings

NIGHT = QuietHours(time(20), time(7))
LUNCH = QuietHours(time(13), time(14))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SCHOOL_ZONE)


@pytest.mark.parametrize(
    ("quiet", "instant", "leaves"),
    [
        (NIGHT, "2026-11-24T19:59", "2026-11-24T19:59"),
        (NIGHT, "2026-11-24T20:00", "2026-11-25T07:00"),
        (NIGHT, "2026-11-25T00:30", "2026-11-25T07:00"),
        (NIGHT, "2026-11-25T06:59:59", "2026-11-25T07:00"),
        (NIGHT, "2026-11-25T07:00", "2026-11-25T07:00"),
        (LUNCH, "2026-11-24T13:30", "2026-11-24T14:00"),
        (LUNCH, "2026-11-24T20:30", "2026-11-24T20:30"),
        (QuietHours(time(8), time(8)), "2026-11-24T08:00", "2026-11-24T08:00"),
    ],
)
def test_what_is_quiet_waits(quiet, instant, leaves):
    assert after_quiet_hours(at(instant), quiet) == at(leaves)


def test_the_night_in_which_the_clock_goes_back_ends_at_seven_too():
    evening = school_instant(date(2026, 10, 24), time(22))
    assert after_quiet_hours(evening, NIGHT) == school_instant(date(2026, 10, 25), time(7))


def test_of_an_end_that_comes_twice_a_night_the_one_to_come_counts():
    second = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)  # 2:15 for the second time
    quiet = QuietHours(time(20), time(2, 30))
    assert after_quiet_hours(second, quiet) == second + timedelta(minutes=15)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the strategy adds the zone
    st.times(),
    st.times(),
)
def test_nothing_leaves_early_nor_in_quiet_hours(instant, starts_at, ends_at):
    quiet = QuietHours(starts_at.replace(second=0), ends_at.replace(second=0))
    leaves = after_quiet_hours(instant, quiet)
    assert instant <= leaves
    assert (leaves - instant).total_seconds() < 25 * 3600
    assert not quiet.contain(leaves.astimezone(SCHOOL_ZONE).time())


def test_a_school_begins_with_the_night():
    settings = SchoolSettings({each.name: each for each in registro_settings()}, {})
    assert quiet_hours(settings) == NIGHT


def test_a_school_may_choose_others():
    declared = {each.name: each for each in registro_settings()}
    chosen = {"core.quiet_from": "18:30", "core.quiet_until": "08:00"}
    assert quiet_hours(SchoolSettings(declared, chosen)) == QuietHours(time(18, 30), time(8))
