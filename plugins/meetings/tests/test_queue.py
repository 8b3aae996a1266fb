"""The queue at a teacher's door (domain row 97)."""

from datetime import UTC, datetime, timedelta

import pytest

from registro_meetings.labels import CALLS
from registro_meetings.rules.queue import Ahead, Call, InQueue, ahead_of, next_waiting

pytestmark = pytest.mark.once

START = datetime(2026, 12, 10, 15, 0, tzinfo=UTC)


def queue(*states):
    """Numbers 11, 12, … due every ten minutes."""
    return [
        InQueue(11 + n, START + timedelta(minutes=10 * n), state) for n, state in enumerate(states)
    ]


def test_those_before_who_still_wait_or_are_inside_count():
    here = queue(Call.DONE, Call.ABSENT, Call.CALLED, Call.WAITING, Call.WAITING, Call.WAITING)
    assert ahead_of(here, 15, START) == Ahead(people=2, delay=0)
    assert ahead_of(here, 13, START).people == 0


def test_late_is_since_the_first_who_waits_is_due():
    here = queue(Call.DONE, Call.CALLED, Call.WAITING, Call.WAITING)
    late = START + timedelta(minutes=27, seconds=50)
    assert ahead_of(here, 14, late) == Ahead(people=2, delay=7)
    assert ahead_of(queue(Call.CALLED), 11, late) == Ahead(people=0, delay=0)


def test_the_next_is_who_is_due_first_and_nobody_when_all_are_through():
    here = queue(Call.DONE, Call.WAITING, Call.WAITING)
    assert next_waiting(here[::-1]) == here[1]
    assert next_waiting(queue(Call.DONE, Call.CALLED, Call.ABSENT)) is None


def test_a_number_of_another_teacher_is_in_no_queue():
    with pytest.raises(LookupError, match="99"):
        ahead_of(queue(Call.WAITING), 99, START)


def test_each_state_has_a_name_of_its_own():
    assert CALLS.keys() == set(Call)
    assert len(set(CALLS.values())) == len(Call)
