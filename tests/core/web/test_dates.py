from datetime import UTC, date, datetime, time
from fractions import Fraction

import pytest

from registro_core.web.dates import Formats


class TestFormats:
    def test_days_in_each_language(self):
        day = date(2026, 11, 24)

        assert Formats("it").date(day, "EEEE d MMMM") == "martedì 24 novembre"
        assert Formats("en").date(day, "EEEE d MMMM") == "Tuesday 24 November"

    def test_instants_are_shown_in_italian_time_summer_and_winter(self):
        formats = Formats("it")

        assert formats.instant(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "2 luglio 2026, 0:30"
        assert formats.time(datetime(2026, 11, 24, 8, 5, tzinfo=UTC)) == "9:05"
        assert formats.time(time(8, 0)) == "8:00"

    @pytest.mark.parametrize(
        ("value", "text"),
        [(Fraction(5, 6), "0,8"), (Fraction(1, 2), "0,5"), (3, "3"), (Fraction(1234), "1.234")],
    )
    def test_fractions_have_one_decimal(self, value, text):
        assert Formats("it").number(value) == text

    @pytest.mark.parametrize(
        ("size", "text"),
        [(1, "1 KB"), (340_999, "340 KB"), (2_480_000, "2,5 MB"), (3_000_000, "3 MB")],
    )
    def test_sizes_of_files(self, size, text):
        assert Formats("it").size(size) == text

    def test_shares(self):
        assert Formats("it").percent(Fraction(1, 4)) == "25%"
        assert Formats("it").percent(Fraction(1, 3)) == "33,3%"

    @pytest.mark.parametrize(
        ("minutes", "text"), [(0, "0 min"), (55, "55 min"), (60, "1 h"), (80, "1 h 20 min")]
    )
    def test_durations(self, minutes, text):
        assert Formats("it").minutes(minutes) == text
