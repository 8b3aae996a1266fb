"""The life of a justification as a table: in each state, which act is possible, and by whom.

    open -> justified_by_family -> validated_by_teacher
    justified_by_family -> rejected -> open (it may be justified again)
    open -> justified_by_teacher (the paper booklet)

No database and no web here: the matrix of J1 and J2 is readable and testable as it stands.
"""

from enum import StrEnum

from registro_attendance import _


class State(StrEnum):
    """Where an absence, a late entry or an early exit stands."""

    OPEN = "open"
    JUSTIFIED_BY_FAMILY = "justified_by_family"
    VALIDATED_BY_TEACHER = "validated_by_teacher"
    REJECTED = "rejected"
    JUSTIFIED_BY_TEACHER = "justified_by_teacher"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What somebody may do with it."""

    JUSTIFY = "justify"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    VALIDATE = "validate"
    REJECT = "reject"
    ACCEPT_PAPER = "accept_paper"
    REOPEN = "reopen"


class Party(StrEnum):
    """On whose side somebody acts (J1). A minor student is on none: they can do nothing."""

    FAMILY = "family"
    TEACHER = "teacher"
    STAFF = "staff"


FAMILY = frozenset({Party.FAMILY})
SCHOOL = frozenset({Party.TEACHER, Party.STAFF})
STAFF = frozenset({Party.STAFF})

# (state, act) -> (next state, who may). What is not here cannot be done by anybody.
TRANSITIONS: dict[tuple[State, Act], tuple[State, frozenset[Party]]] = {
    (State.OPEN, Act.JUSTIFY): (State.JUSTIFIED_BY_FAMILY, FAMILY),
    (State.OPEN, Act.ACCEPT_PAPER): (State.JUSTIFIED_BY_TEACHER, SCHOOL),
    (State.REJECTED, Act.JUSTIFY): (State.JUSTIFIED_BY_FAMILY, FAMILY),
    (State.REJECTED, Act.ACCEPT_PAPER): (State.JUSTIFIED_BY_TEACHER, SCHOOL),
    # J2: the family's until a teacher validates, then read-only
    (State.JUSTIFIED_BY_FAMILY, Act.EDIT): (State.JUSTIFIED_BY_FAMILY, FAMILY),
    (State.JUSTIFIED_BY_FAMILY, Act.WITHDRAW): (State.WITHDRAWN, FAMILY),
    (State.JUSTIFIED_BY_FAMILY, Act.VALIDATE): (State.VALIDATED_BY_TEACHER, SCHOOL),
    (State.JUSTIFIED_BY_FAMILY, Act.REJECT): (State.REJECTED, SCHOOL),
    # a slip of a teacher's finger is mended by the head's office, with a reason
    (State.VALIDATED_BY_TEACHER, Act.REOPEN): (State.JUSTIFIED_BY_FAMILY, STAFF),
    (State.JUSTIFIED_BY_TEACHER, Act.REOPEN): (State.WITHDRAWN, STAFF),
}

# While a justification is in one of these, its events are not open.
LIVE = frozenset(
    {State.JUSTIFIED_BY_FAMILY, State.VALIDATED_BY_TEACHER, State.JUSTIFIED_BY_TEACHER}
)

LABELS = {
    State.OPEN: _("Da giustificare"),
    State.JUSTIFIED_BY_FAMILY: _("Inviata, in attesa del docente"),
    State.VALIDATED_BY_TEACHER: _("Convalidata"),
    State.REJECTED: _("Respinta, da giustificare di nuovo"),
    State.JUSTIFIED_BY_TEACHER: _("Giustificata sul libretto"),
    State.WITHDRAWN: _("Ritirata"),
}


class ImpossibleError(Exception):
    """The act is not possible in this state: somebody acted before, or the page was old."""


class NotAllowedError(Exception):
    """The act is possible, but not for this party."""


def next_state(state: State, act: Act, party: Party) -> State:
    """The state after an act; raise `ImpossibleError` or `NotAllowedError`."""
    found = TRANSITIONS.get((state, act))
    if found is None:
        raise ImpossibleError(f"{act} in state {state}")
    after, parties = found
    if party not in parties:
        raise NotAllowedError(f"{act} by {party}")
    return after


def may(state: State, act: Act, party: Party) -> bool:
    """Whether an act is possible for a party: which buttons a page shows."""
    found = TRANSITIONS.get((state, act))
    return found is not None and party in found[1]
