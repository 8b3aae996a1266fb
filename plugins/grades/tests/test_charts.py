"""Charts: drawn without script or style, exact, and readable without seeing them."""

from fractions import Fraction

import pytest
from bs4 import BeautifulSoup
from pyramid.scripting import prepare

from registro_core.testing import TestSchool
from registro_grades.charts.distribution import Level, distribution
from registro_grades.charts.drawing import drawn_distribution, drawn_trend
from registro_grades.charts.plane import written
from registro_grades.charts.trend import Reading, trend


def readings(*quarters: int) -> list[Reading]:
    return [
        Reading(f"m{n // 3}", Fraction(quarter, 4), f"v{quarter}", f"prova {n}: v{quarter}")
        for n, quarter in enumerate(quarters)
    ]


@pytest.mark.parametrize(
    ("place", "text"),
    [(0, "0"), (Fraction(1, 3), "0.3"), (Fraction(5, 4), "1.3"), (Fraction(-5, 2), "-2.5")],
)
def test_places_have_one_decimal_and_no_float(place, text):
    assert written(place) == text


def test_the_higher_the_mark_the_nearer_to_the_top():
    heights = [Fraction(dot.y) for dot in trend(readings(4, 16, 24, 31, 40)).dots]

    assert heights == sorted(heights, reverse=True)


def test_the_scale_reaches_down_to_the_lowest_mark():
    """A 1 is drawn inside the frame as well as a 10."""
    chart = trend(readings(4, 40))

    assert Fraction(chart.dots[0].y) == chart.frame.floor
    assert Fraction(chart.dots[1].y) == chart.frame.top


@pytest.mark.parametrize(("quarters", "low"), [(23, True), (24, False)])
def test_only_what_is_below_six_is_a_square(quarters, low):
    assert trend(readings(quarters)).dots[0].low is low


def test_each_month_stands_once_under_the_axis_and_labels_do_not_run_into_each_other():
    chart = trend(readings(*range(20, 32)))

    assert [tick.text for tick in chart.labels] == ["m0", "m1", "m2", "m3"]
    crowded = [Reading(f"mese numero {n}", Fraction(7), "7", "") for n in range(12)]
    assert len(trend(crowded).labels) < 6


def test_nothing_to_draw_is_no_chart():
    assert trend([]) is None
    assert distribution([Level("ottimo", 0)]) is None


def test_parts_fill_the_bar_in_the_order_of_the_scale():
    chart = distribution([Level("ottimo", 3), Level("distinto", 0), Level("buono", 1)])

    assert [(part.label, part.colour) for part in chart.parts] == [("ottimo", 1), ("buono", 3)]
    first, last = ((Fraction(part.x), Fraction(part.width)) for part in chart.parts)
    tenth = Fraction(1, 10)
    assert abs(first[1] - 3 * last[1]) <= 2 * tenth
    assert abs(sum(last) - 440) <= tenth
    assert chart.total == 4


def test_a_scale_longer_than_the_colours_keeps_to_them():
    levels = [Level(str(number), 1) for number in range(8)]

    assert [part.colour for part in distribution(levels).parts] == [1, 2, 3, 4, 5, 6, 6, 6]


def svg_of(markup):
    return BeautifulSoup(markup, "html.parser").svg


class TestDrawn:
    """The markup: as a browser and a screen reader take it."""

    @pytest.fixture
    def drawing(self, school: TestSchool):
        with prepare(registry=school.application.wsgi.registry) as env:
            yield env["request"]

    def test_a_trend_has_a_name_and_all_its_values_in_words(self, drawing):
        svg = svg_of(drawn_trend(drawing, trend(readings(20, 24, 30)), "c1", "Ultimi <voti>"))

        assert svg.get("role") == "img"
        assert svg.get("aria-labelledby") == "c1-t c1-d"
        assert svg.find("title").text == "Ultimi <voti>"
        assert svg.find("desc").text == "prova 0: v20; prova 1: v24; prova 2: v30"
        assert len(svg.find_all("rect")) == 1
        assert len(svg.find_all("circle")) == 2
        assert len(svg.find_all("polyline")) == 1

    def test_a_single_mark_is_a_point_without_a_line(self, drawing):
        svg = svg_of(drawn_trend(drawing, trend(readings(28)), "c1", "Voti"))

        assert len(svg.find_all("circle")) == 1
        assert not svg.find_all("polyline")

    def test_a_distribution_says_its_counts(self, drawing):
        chart = distribution([Level("ottimo", 2), Level("<buono>", 1)])
        svg = svg_of(drawn_distribution(drawing, chart, "d1", "Giudizi"))

        assert svg.find("desc").text == "ottimo: 2; <buono>: 1"
        assert [rect["class"] for rect in svg.find_all("rect")] == [
            ["r-lv", "r-lv1"],
            ["r-lv", "r-lv2"],
        ]
