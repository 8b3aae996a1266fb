"""Absences in a row, over Sundays and holidays (A12)."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from registro_attendance.justifications.spells import needs_certificate, spells_of

SATURDAY, MONDAY, TUESDAY = date(2026, 11, 21), date(2026, 11, 23), date(2026, 11, 24)
SUNDAY = 7


def six_days(day: date) -> bool:
    return day.isoweekday() != SUNDAY


def test_a12_saturday_and_monday_are_three_days() -> None:
    (spell,) = spells_of([SATURDAY, MONDAY], six_days)
    assert (spell.length, spell.first_day, spell.last_day) == (3, SATURDAY, MONDAY)


def test_a12_a_day_at_school_ends_a_spell() -> None:
    spells = spells_of([SATURDAY, TUESDAY], six_days)
    assert [spell.length for spell in spells] == [1, 1]


def test_a12_with_a_short_week_friday_and_monday_are_four_days() -> None:
    (spell,) = spells_of([date(2026, 11, 20), MONDAY], lambda day: day.isoweekday() <= 5)
    assert spell.length == 4


def test_a12_a_holiday_joins_what_is_around_it() -> None:
    immacolata = date(2026, 12, 8)
    days = [immacolata - timedelta(days=1), immacolata + timedelta(days=1)]
    (spell,) = spells_of(days, lambda day: six_days(day) and day != immacolata)
    assert spell.length == 3


def test_a12_a_certificate_is_due_after_n_days_not_on_the_nth() -> None:
    assert not needs_certificate(5, 5)
    assert needs_certificate(6, 5)
    assert not needs_certificate(60, None)


@given(st.sets(st.dates(date(2026, 9, 14), date(2027, 6, 8)), max_size=40))
def test_a12_every_day_away_is_in_exactly_one_spell(days: set[date]) -> None:
    spells = spells_of(days, six_days)
    assert sorted(day for spell in spells for day in spell.days) == sorted(days)
    for before, after in pairwise(spells):
        gap = (after.first_day - before.last_day).days
        between = [before.last_day + timedelta(days=n) for n in range(1, gap)]
        assert any(six_days(day) for day in between)
