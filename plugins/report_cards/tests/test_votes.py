"""The council as a body (S3, S4)."""

import pytest

from registro_report_cards.rules.votes import SplitSeat, Vote, result, unreplaced

pytestmark = pytest.mark.once


def votes(*said, **named):
    """Votes of persons 1, 2, … ; `named` by position: president=3."""
    return [
        Vote(
            number,
            yes,
            president=number == named.get("president"),
            religion=number == named.get("religion"),
        )
        for number, yes in enumerate(said, 1)
    ]


def test_s3_majority_with_the_names_of_who_lost():
    found = result(votes(True, True, False))
    assert (found.carried, found.unanimous, found.dissenters) == (True, False, (3,))
    found = result(votes(False, False, True))
    assert (found.carried, found.dissenters) == (False, (3,))
    assert result(votes(True, True)).unanimous


def test_s3_on_a_tie_the_president_s_vote_prevails():
    assert result(votes(True, False, president=1)).carried
    assert not result(votes(True, False, president=2)).carried
    with pytest.raises(ValueError, match="tie"):
        result(votes(True, False))


def test_s4_support_teachers_of_one_student_have_one_vote():
    shared = [Vote(8, True, seat=1), Vote(9, True, seat=1)]
    assert not result([*votes(False, False), *shared]).carried
    with pytest.raises(SplitSeat):
        result([Vote(8, True, seat=1), Vote(9, False, seat=1)])


def test_s4_a_decisive_vote_of_religion_is_said():
    assert result(votes(True, False, True, religion=3, president=2)).religion_decides
    assert not result(votes(True, True, True, religion=3)).religion_decides
    assert not result(votes(True, False, True, religion=3, president=1)).religion_decides


def test_s3_everybody_is_there_or_replaced_by_a_colleague_of_another_class():
    assert unreplaced([1, 2, 3], [1, 2, 3], {}) == []
    assert unreplaced([1, 2, 3], [1, 2], {}) == [3]
    assert unreplaced([1, 2, 3], [1, 2], {3: 9}) == []
    # A member has their own place already, and one substitute has one.
    assert unreplaced([1, 2, 3], [1, 2], {3: 2}) == [3]
    assert unreplaced([1, 2, 3], [1], {2: 9, 3: 9}) == [3]
