"""The slots of a weekly hour, and until when they may be booked (domain row 96)."""

from datetime import UTC, date, datetime, time

import pytest

from registro_meetings.rules.deadlines import in_time
from registro_meetings.rules.moments import Moment, cut
from registro_meetings.rules.weekly import Block, WeeklyHour, slots

pytestmark = pytest.mark.once

TEACHER, COLLEAGUE = 1, 2
MONDAY = 1
FIRST, LAST = date(2026, 10, 12), date(2026, 11, 15)


def hour(minutes=20, first_day=date(2026, 9, 14), last_day=date(2027, 5, 31)):
    return WeeklyHour(TEACHER, MONDAY, time(10, 15), time(11, 10), first_day, last_day, minutes)


def days(*offered):
    return sorted({moment.day.isoformat() for moment in offered})


def test_an_hour_is_cut_into_meetings_and_what_is_left_is_none():
    offered = list(slots(hour(), date(2026, 10, 12), date(2026, 10, 12)))
    assert [(each.starts_at, each.ends_at) for each in offered] == [
        (time(10, 15), time(10, 35)),
        (time(10, 35), time(10, 55)),
    ]


def test_without_a_length_the_hour_is_one_slot_for_several_families():
    (whole,) = slots(hour(minutes=None), date(2026, 10, 12), date(2026, 10, 18))
    assert (whole.starts_at, whole.ends_at) == (time(10, 15), time(11, 10))


def test_it_is_offered_on_its_weekday_while_it_holds():
    assert days(*slots(hour(), FIRST, LAST)) == [
        "2026-10-12",
        "2026-10-19",
        "2026-10-26",
        "2026-11-02",
        "2026-11-09",
    ]
    short = hour(first_day=date(2026, 10, 19), last_day=date(2026, 10, 26))
    assert days(*slots(short, FIRST, LAST)) == ["2026-10-19", "2026-10-26"]
    assert list(slots(short, date(2026, 11, 1), LAST)) == []


def test_holidays_and_blocked_days_offer_nothing():
    blocks = [
        Block(date(2026, 10, 19), date(2026, 10, 19), TEACHER),
        Block(date(2026, 10, 26), date(2026, 10, 26), COLLEAGUE),
        Block(date(2026, 11, 9), date(2026, 11, 20)),
    ]
    offered = slots(hour(), FIRST, LAST, holidays={date(2026, 11, 2)}, blocks=blocks)
    assert days(*offered) == ["2026-10-12", "2026-10-26"]


def test_the_wall_s_time_stays_when_the_clock_is_changed():
    before, after = (m for m in slots(hour(55), date(2026, 10, 19), date(2026, 10, 26)))
    assert before.starts_at == after.starts_at == time(10, 15)
    assert before.begins == datetime(2026, 10, 19, 8, 15, tzinfo=UTC)
    assert after.begins == datetime(2026, 10, 26, 9, 15, tzinfo=UTC)
    assert after.ends == datetime(2026, 10, 26, 10, 10, tzinfo=UTC)


def test_a_length_that_makes_no_sense_is_refused():
    for ends_at, minutes in ((time(10), 20), (time(9), None), (time(11), 0), (time(11), -5)):
        with pytest.raises(ValueError, match=r"not after|a meeting of"):
            list(cut(FIRST, time(10), ends_at, minutes))


def test_booking_and_cancelling_end_so_many_hours_before():
    moment = Moment(date(2026, 10, 19), time(10, 15), time(10, 35))
    at = datetime(2026, 10, 18, 8, 15, tzinfo=UTC)
    assert in_time(moment, at, 24)
    assert not in_time(moment, at.replace(minute=16), 24)
    assert in_time(moment, at.replace(day=19, minute=14), 0)
    assert not in_time(moment, moment.begins, 0)


def test_the_night_of_october_has_an_hour_more():
    """From Saturday 10:15 to Monday 10:15 there are 49 hours."""
    moment = Moment(date(2026, 10, 26), time(10, 15), time(10, 35))
    saturday = Moment(date(2026, 10, 24), time(10, 15), time(10, 35)).begins
    assert in_time(moment, saturday, 49)
    assert not in_time(moment, saturday, 50)
