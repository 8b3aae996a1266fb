"""What if (row 71): exact, against an independent calculation, and the page without scripts."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registro_grades.averages import Weighted, average
from registro_grades.family.simulator import needed, outlook
from registro_grades.values import HIGHEST, LOWEST

# Worked out above the database: the same on every kind.
pytestmark = pytest.mark.once

marks_given = st.lists(
    st.builds(Weighted, st.integers(LOWEST, HIGHEST), st.integers(0, 100)), max_size=12
)
weights = st.integers(1, 100)
targets = st.integers(LOWEST, HIGHEST).map(lambda quarters: Fraction(quarters, 4))


def independently(marks: list[Weighted]) -> Fraction | None:
    """The average by another way: every mark as often as its weight."""
    spread = [mark.quarters for mark in marks for _each in range(mark.weight)]
    return Fraction(sum(spread), 4 * len(spread)) if spread else None


@given(marks_given, targets, weights)
def test_the_mark_needed_is_the_lowest_that_reaches_the_target(known, target, weight):
    found = needed(known, target, weight)

    reaches = [
        quarters
        for quarters in range(LOWEST, HIGHEST + 1)
        if independently([*known, Weighted(quarters, weight)]) >= target
    ]
    assert found.quarters == (reaches[0] if reaches else None)
    assert found.already == (bool(reaches) and reaches[0] == LOWEST)


@given(marks_given, marks_given, targets)
def test_the_average_then_is_that_of_all_marks(known, tried, target):
    found = outlook(known, tried, target)

    assert found.now == independently(known) == average(known)
    assert found.then == independently([*known, *tried])


def test_a_third_is_a_third():
    """Three marks of which no decimal number is the average."""
    known = [Weighted(24), Weighted(24), Weighted(28)]

    assert outlook(known, [], Fraction(6)).now == Fraction(19, 3)
    assert Decimal(19) / Decimal(3) != Fraction(19, 3)


# ---- the page --------------------------------------------------------------------------------


@pytest.fixture
def simulator(marks):
    """Open the simulator of anna, who has a 5 and a 6 in mathematics."""
    for text in ("5", "6"):
        marks.give(marks.test(), "anna", text)
    marks.give(marks.test("ITA", teacher="coordinatore"), "anna", "8")
    path = f"/students/{marks.school.people['anna']}/marks/simulator"

    def run(who="mamma", status=200, **query):
        return marks.school.as_(who).get(path, query, status=status)

    return run


def text_of(page):
    return " ".join(page.html.select_one("#main").get_text(" ").split())


def test_parent_and_student_try_marks_by_the_address_alone(marks, simulator):
    mathematics = str(marks.school.subjects["MAT"])
    for who in ("mamma", "papa", "anna"):
        page = simulator(who, subject=mathematics, mark1="7½", weight1="50", target="7")
        said = text_of(page)
        # (5 + 6 + 7,5/2) / 2,5 = 5,9; for 7 a whole mark must be 10
        assert "Media adesso 5,5" in said
        assert "Media con questi voti 5,9" in said
        assert "serve almeno 10 ." in said or "serve almeno 10." in said


def test_without_an_address_it_asks_for_six_in_the_first_subject(simulator):
    said = text_of(simulator())

    assert "Italiano" in said
    assert "Media adesso 8" in said
    assert "serve almeno 4" in said


def test_the_form_is_sent_as_a_question(simulator):
    """GET: nothing is stored, the browser's back works, a page can be kept."""
    form = next(f for f in simulator().forms.values() if "mark1" in f.fields)
    assert form.method.upper() == "GET"
    form["mark1"] = "9"

    assert "Media con questi voti" in text_of(form.submit(status=200))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"mark1": "undici"}, "Scrivi un voto da 1 a 10"),
        ({"target": "11"}, "Scrivi un voto da 1 a 10"),
        ({"mark1": "7", "weight1": "101"}, "100"),
        ({"mark1": "7", "weight1": "x"}, "intero"),
    ],
)
def test_nonsense_is_said_at_its_field_and_kept(simulator, query, said):
    page = simulator(status=422, **query)

    assert said in text_of(page)
    for value in query.values():
        assert f'value="{value}"' in page


def test_a_subject_that_is_none_of_theirs_is_not_shown(marks, simulator):
    assert "Storia" not in simulator(status=422, subject=str(marks.school.subjects["STO"]))


def test_where_averages_are_hidden_nothing_is_calculated(marks, simulator):
    marks.choose({"grades.show_averages": False})

    said = text_of(simulator())
    assert "ha scelto di non mostrare le medie" in said
    assert "Media adesso" not in said


@pytest.mark.parametrize("who", ["altra", "ristretto", "bruno", "bidella"])
def test_to_others_it_does_not_exist(simulator, who):
    simulator(who, status=404)


@pytest.mark.parametrize("who", ["docente", "coordinatore", "dirigente", "segreteria", "admin"])
def test_it_is_for_families(simulator, who):
    simulator(who, status=403)
