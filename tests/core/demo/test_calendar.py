"""Any day of any year is a living school day of the demo built on it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registro_core.demo.calendar import make_calendar
from registro_core.demo.school import DemoSize

DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@given(today=DAYS, size=st.sampled_from(DemoSize))
def test_today_has_lessons(today, size):
    calendar = make_calendar(size, today)
    assert calendar.first_day < today < calendar.last_day
    assert today not in calendar.holidays
    assert len(calendar.slots[today.isoweekday()]) >= 5


@given(today=DAYS, size=st.sampled_from(DemoSize))
def test_a_week_has_32_hours_in_six_days(today, size):
    slots = make_calendar(size, today).slots
    assert len(slots) == 6
    assert sum(map(len, slots.values())) == 32


@given(today=DAYS)
def test_terms_cover_the_year_but_for_the_winter_break(today):
    calendar = make_calendar(DemoSize.SMALL, today)
    first, second = calendar.terms
    assert (first.starts_on, second.ends_on) == (calendar.first_day, calendar.last_day)
    pause = [first.ends_on + timedelta(days=n) for n in range(1, 15)]
    assert all(day in calendar.holidays for day in pause)
    assert second.starts_on == pause[-1] + timedelta(days=1)


@pytest.mark.parametrize(
    ("today", "free"), [(date(2026, 8, 16), 6), (date(2026, 8, 15), 7), (date(2026, 11, 23), 7)]
)
def test_the_free_day_is_sunday_unless_today_is_one(today, free):
    assert free not in make_calendar(DemoSize.SMALL, today).slots
