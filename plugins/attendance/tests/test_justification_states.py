"""Who may do what with a justification, in every state: the whole matrix (J1, J2)."""

import pytest

from registro_attendance.justifications.states import (
    LIVE,
    TRANSITIONS,
    Act,
    ImpossibleError,
    NotAllowedError,
    Party,
    State,
    may,
    next_state,
)

FAMILY, TEACHER, STAFF = Party.FAMILY, Party.TEACHER, Party.STAFF
# state -> act -> (next state, who); everything else is impossible for everybody.
EXPECTED = {
    State.OPEN: {
        Act.JUSTIFY: (State.JUSTIFIED_BY_FAMILY, {FAMILY}),
        Act.ACCEPT_PAPER: (State.JUSTIFIED_BY_TEACHER, {TEACHER, STAFF}),
    },
    State.REJECTED: {
        Act.JUSTIFY: (State.JUSTIFIED_BY_FAMILY, {FAMILY}),
        Act.ACCEPT_PAPER: (State.JUSTIFIED_BY_TEACHER, {TEACHER, STAFF}),
    },
    State.JUSTIFIED_BY_FAMILY: {
        Act.EDIT: (State.JUSTIFIED_BY_FAMILY, {FAMILY}),
        Act.WITHDRAW: (State.WITHDRAWN, {FAMILY}),
        Act.VALIDATE: (State.VALIDATED_BY_TEACHER, {TEACHER, STAFF}),
        Act.REJECT: (State.REJECTED, {TEACHER, STAFF}),
    },
    State.VALIDATED_BY_TEACHER: {Act.REOPEN: (State.JUSTIFIED_BY_FAMILY, {STAFF})},
    State.JUSTIFIED_BY_TEACHER: {Act.REOPEN: (State.WITHDRAWN, {STAFF})},
    State.WITHDRAWN: {},
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("party", Party)
def test_j1_j2_matrix(state: State, act: Act, party: Party) -> None:
    expected = EXPECTED[state].get(act)
    if expected is None:
        with pytest.raises(ImpossibleError):
            next_state(state, act, party)
    elif party not in expected[1]:
        with pytest.raises(NotAllowedError):
            next_state(state, act, party)
    else:
        assert next_state(state, act, party) is expected[0]
    assert may(state, act, party) is (expected is not None and party in expected[1])


def test_j2_once_validated_the_family_can_do_nothing() -> None:
    for state in (State.VALIDATED_BY_TEACHER, State.JUSTIFIED_BY_TEACHER):
        assert not any(may(state, act, FAMILY) for act in Act)


def test_a_rejected_or_withdrawn_justification_lets_its_events_go() -> None:
    assert {State.REJECTED, State.WITHDRAWN, State.OPEN}.isdisjoint(LIVE)
    assert {after for after, _who in TRANSITIONS.values()} - LIVE == {
        State.REJECTED,
        State.WITHDRAWN,
    }
