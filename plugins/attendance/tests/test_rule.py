"""The 25 % rule over fixed figures: base, limit, personalised, projection (A1-A4, A16)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registro_attendance.statistics.base import FixedLimit, YearlyHours, yearly_hours
from registro_attendance.statistics.projection import Future, day_of_limit
from registro_attendance.statistics.standing import Standing
from registro_core.api import ReligionChoice, SchoolOrder

UPPER, LOWER = SchoolOrder.UPPER_SECONDARY, SchoolOrder.LOWER_SECONDARY
ATTENDS, LEAVES = ReligionChoice.ATTENDS, ReligionChoice.LEAVES
FIRST_WARNING, SECOND_WARNING = Fraction(15, 100), Fraction(20, 100)


def yearly(weekly: int, religion: ReligionChoice = ATTENDS, **more: object) -> YearlyHours:
    return yearly_hours(Fraction(weekly), 33, religion, UPPER, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("weekly", "hours", "limit"),
    [
        (27, "891", "222.75"),
        (29, "957", "239.25"),
        (30, "990", "247.5"),
        (31, "1023", "255.75"),
        (32, "1056", "264"),
        (33, "1089", "272.25"),
    ],
)
def test_a1_a2_yearly_hours_and_a_quarter_of_them(weekly: int, hours: str, limit: str) -> None:
    assert yearly(weekly) == YearlyHours(Fraction(hours), Fraction(limit))


def test_a2_exactly_the_limit_passes_and_half_an_hour_more_fails() -> None:
    assert yearly(32).passes(Fraction("264.0"))
    assert not yearly(32).passes(Fraction("264.5"))


def test_a3_never_compared_rounded() -> None:
    """27 hours a week: the tables that write 223 would let 222.9 pass."""
    assert not yearly(27).passes(Fraction("222.9"))
    assert yearly(27).passes(Fraction("222.75"))


def test_a3_a_limit_from_the_schools_own_table() -> None:
    fixed = FixedLimit(Fraction(248), Fraction(240))
    assert yearly(30, fixed=fixed).limit == 248
    assert yearly(30, fixed=fixed).passes(Fraction(248))


@pytest.mark.parametrize("religion", [LEAVES, ReligionChoice.STUDIES_ALONE])
def test_a4_one_hour_less_a_week_without_religion(religion: ReligionChoice) -> None:
    assert yearly(30, religion) == YearlyHours(Fraction(957), Fraction("239.25"))
    fixed = FixedLimit(Fraction(248), Fraction(240))
    assert yearly(30, religion, fixed=fixed).limit == 240


@pytest.mark.parametrize(
    "religion", [ReligionChoice.ALTERNATIVE, ReligionChoice.ASSISTED_STUDY, ATTENDS]
)
def test_a4_who_has_an_activity_in_that_hour_has_the_whole_base(religion: ReligionChoice) -> None:
    assert yearly(30, religion).hours == 990


def test_a4_who_came_in_the_middle_of_the_year_answers_for_a_part() -> None:
    half = yearly(32, share=Fraction(1, 2))
    assert half == YearlyHours(Fraction(528), Fraction(132))


@pytest.mark.parametrize("order", [SchoolOrder.PRIMARY, SchoolOrder.NURSERY])
def test_a1_primary_school_has_no_rule(order: SchoolOrder) -> None:
    hours = yearly_hours(Fraction(30), 33, ATTENDS, order)
    assert hours.limit is None
    assert hours.passes(Fraction(900))
    assert Standing(1, hours, missed=Fraction(900)).level(FIRST_WARNING, SECOND_WARNING) == 0


def test_a1_lower_secondary_has_it() -> None:
    assert yearly_hours(Fraction(30), 33, ATTENDS, LOWER).limit == Fraction("247.5")


def test_a13_excused_hours_are_shown_beside_never_deleted() -> None:
    standing = Standing(1, yearly(32), missed=Fraction(270), excused=Fraction(30))
    assert (standing.absent, standing.net) == (270, 240)
    assert not standing.passes, "the decision is the council's, not ours"


def test_a16_hours_of_the_previous_school_are_added() -> None:
    standing = Standing(1, yearly(32), missed=Fraction(200), previous=Fraction("64.5"))
    assert standing.absent == Fraction("264.5")
    assert not standing.passes


def test_a15_levels_at_the_warning_shares_and_past_the_limit() -> None:
    def level(hours: str) -> int:
        return Standing(1, yearly(32), missed=Fraction(hours)).level(FIRST_WARNING, SECOND_WARNING)

    assert [level(h) for h in ("158.3", "158.4", "211.2", "264", "264.5")] == [0, 1, 2, 2, 3]


DAYS = [(date(2027, 1, 7) + timedelta(days=n), Fraction(5)) for n in range(200)]


def test_the_limit_is_reached_on_a_day_at_the_present_rate() -> None:
    """Half of all hours missed: 100 of 264 gone, 2.5 a day, 164 left: the 66th day passes."""
    day = day_of_limit(Fraction(100), Fraction(100), Fraction(200), Fraction(264), Future(DAYS))
    assert day == DAYS[65][0]


def test_no_date_without_absences_or_past_the_limit_or_beyond_the_year() -> None:
    limit = Fraction(264)
    assert day_of_limit(Fraction(0), Fraction(0), Fraction(200), limit, Future(DAYS)) is None
    assert day_of_limit(Fraction(300), Fraction(300), Fraction(500), limit, Future(DAYS)) is None
    assert day_of_limit(Fraction(10), Fraction(10), Fraction(200), limit, Future(DAYS[:20])) is None


def test_a16_hours_of_elsewhere_do_not_change_the_rate_here() -> None:
    day = day_of_limit(Fraction(260), Fraction(10), Fraction(100), Fraction(264), Future(DAYS))
    assert day == DAYS[8][0]


@given(
    st.fractions(0, 264, max_denominator=12),
    st.fractions(Fraction(1, 12), 200, max_denominator=12),
    st.integers(200, 1000),
)
def test_on_the_projected_day_the_limit_is_passed_and_the_day_before_not(
    absent: Fraction, missed: Fraction, held: int
) -> None:
    limit = Fraction(264)
    day = day_of_limit(absent, missed, Fraction(held), limit, Future(DAYS))
    rate = missed / held
    passed = sum(1 for each, _hours in DAYS if day is None or each <= day)
    total = absent + rate * 5 * passed
    assert total <= limit if day is None else total > limit >= total - rate * 5
