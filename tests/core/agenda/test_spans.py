"""Which days the agenda shows."""

from datetime import date

import pytest

from registro_core.agenda.spans import Span, View, span_asked

pytestmark = pytest.mark.once
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("view", "day", "first", "last", "before", "after"),
    [
        (View.DAY, TODAY, TODAY, TODAY, date(2026, 11, 23), date(2026, 11, 25)),
        (
            *(View.WEEK, date(2026, 11, 29), date(2026, 11, 23), date(2026, 11, 29)),
            *(date(2026, 11, 22), date(2026, 12, 6)),
        ),
        (
            *(View.MONTH, date(2026, 12, 31), date(2026, 11, 30), date(2027, 1, 3)),
            *(date(2026, 11, 1), date(2027, 1, 1)),
        ),
        (
            *(View.MONTH, date(2027, 2, 10), date(2027, 2, 1), date(2027, 2, 28)),
            *(date(2027, 1, 1), date(2027, 3, 1)),
        ),
    ],
)
def test_a_span_has_whole_weeks_and_neighbours(
    view: View, day: date, first: date, last: date, before: date, after: date
) -> None:
    span = Span(view, day)
    assert (span.first_day, span.last_day) == (first, last)
    assert (span.before, span.after) == (before, after)
    assert len(span.days) in {1, 7, 28, 35, 42}


@pytest.mark.parametrize("day", ["", "x", "2026-02-30", "9999-12-31", "0001-01-01"])
def test_what_cannot_be_shown_shows_this_week(day: str) -> None:
    span = span_asked({"day": day, "view": "year"}, TODAY)
    assert (span.view, span.day, span.chosen) == (View.WEEK, TODAY, False)
