"""Years, terms, holidays, bell schedules."""

from datetime import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from registro_core.items import Slot
from registro_core.office.calendar.bells import BadLine, Hour, parse_hours, write_hours
from registro_core.school.models import BellSchedule, Holiday
from registro_core.testing import TestSchool
from registro_core.testing.forms import fill


def test_terms_do_not_overlap_nor_leave_the_year(school: TestSchool) -> None:
    path = "/office/calendar/term/new"
    overlapping = {"name": "X", "starts_on": "2026-10-01", "ends_on": "2026-10-31"}
    assert "si sovrappongono" in fill(school, path, **overlapping).submit(status=422)
    outside = {"name": "X", "starts_on": "2026-12-24", "ends_on": "2026-12-23"}
    assert "prima dell’inizio" in fill(school, path, **outside).submit(status=422)


def test_a_week_of_holidays_leaves_free_days_as_they_are(school: TestSchool) -> None:
    days = {"description": "Ponte", "day": "2026-12-07", "last_day": "2026-12-09"}
    fill(school, "/office/calendar/holiday/new", **days).submit(status=303)
    with school.session() as session:
        rows = session.execute(select(Holiday.day, Holiday.description).order_by(Holiday.day))
        found = [(row.day.day, row.description) for row in rows]
    assert found == [(7, "Ponte"), (8, "Immacolata"), (9, "Ponte")]


def test_a_holiday_is_taken_back(school: TestSchool) -> None:
    page = school.as_("segreteria").get("/office/calendar")
    form = next(f for f in page.forms.values() if "/holiday/" in f.action)
    form.submit(status=303)
    with school.session() as session:
        assert session.scalars(select(Holiday)).all() == []


def test_new_hours_are_a_new_version(school: TestSchool) -> None:
    page = school.as_("segreteria").get("/office/calendar")
    path = str(page.html.select_one("a[href*='/bells/']")["href"])
    form = fill(school, path, valid_from="2027-01-07", hours="1 1 8:00 8:50 5/6\n1 2 8.50 9.40 5/6")
    form.submit(status=303)
    with school.session() as session:
        assert len(session.scalars(select(BellSchedule)).all()) == 2


def test_a_bad_line_is_named_and_nothing_is_lost(school: TestSchool) -> None:
    page = school.as_("segreteria").get("/office/calendar")
    path = str(page.html.select_one("a[href*='/bells/']")["href"])
    answer = fill(school, path, hours="1 1 8:00 9:00 1\n1 2 8:30 9:30 1").submit(status=422)
    assert "Riga 2: si sovrappone" in answer
    assert "1 2 8:30 9:30 1" in answer


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("1 1 8:00 9:00", "shape"),
        ("8 1 8:00 9:00 1", "shape"),
        ("1 1 9:00 8:00 1", "order"),
        ("1 1 8:00 9:00 1/0", "shape"),
        ("1 1 8:00 9:00 -1", "shape"),
        ("1 1 25:00 26:00 1", "shape"),
    ],
)
def test_lines_that_are_no_hour(line: str, why: str) -> None:
    with pytest.raises(BadLine) as error:
        parse_hours(line)
    assert error.value.why == why


@given(
    st.lists(st.integers(0, 23), min_size=1, max_size=8, unique=True),
    st.fractions(min_value=Fraction(1, 100), max_value=3),
)
def test_l10_what_is_written_is_read_back(hours: list[int], units: Fraction) -> None:
    week = [
        Hour(1, Slot(number, time(hour), time(hour, 50), units))
        for number, hour in enumerate(sorted(hours), start=1)
    ]
    assert parse_hours(write_hours(week)) == week
