"""The life of a request made beforehand, as a table.

    requested -> approved | rejected | withdrawn
    approved -> withdrawn

When the event arrives, a request becomes a justification: an approved one is
validated at once, one still waiting is justified by the family (`after_event`).
"""

from enum import StrEnum

from registro_attendance import _
from registro_attendance.justifications.states import (
    FAMILY,
    STAFF,
    ImpossibleError,
    NotAllowedError,
    Party,
    State,
)


class PermitState(StrEnum):
    """Where a request stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class PermitAct(StrEnum):
    """What somebody may do with it."""

    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    REVOKE = "revoke"


TRANSITIONS: dict[tuple[PermitState, PermitAct], tuple[PermitState, frozenset[Party]]] = {
    (PermitState.REQUESTED, PermitAct.APPROVE): (PermitState.APPROVED, STAFF),
    (PermitState.REQUESTED, PermitAct.REJECT): (PermitState.REJECTED, STAFF),
    (PermitState.REQUESTED, PermitAct.WITHDRAW): (PermitState.WITHDRAWN, FAMILY),
    (PermitState.APPROVED, PermitAct.WITHDRAW): (PermitState.WITHDRAWN, FAMILY),
    # what was decided may be taken back by who decides, and the family is told
    (PermitState.APPROVED, PermitAct.REVOKE): (PermitState.REJECTED, STAFF),
}

# Shown on the roll, and settled when the event arrives.
STANDING = frozenset({PermitState.REQUESTED, PermitState.APPROVED})

LABELS = {
    PermitState.REQUESTED: _("In attesa di risposta"),
    PermitState.APPROVED: _("Autorizzata"),
    PermitState.REJECTED: _("Non autorizzata"),
    PermitState.WITHDRAWN: _("Ritirata"),
}


def next_state(state: PermitState, act: PermitAct, party: Party) -> PermitState:
    """The state after an act; raise `ImpossibleError` or `NotAllowedError`."""
    found = TRANSITIONS.get((state, act))
    if found is None:
        raise ImpossibleError(f"{act} in state {state}")
    after, parties = found
    if party not in parties:
        raise NotAllowedError(f"{act} by {party}")
    return after


def may(state: PermitState, act: PermitAct, party: Party) -> bool:
    """Whether an act is possible for a party: which buttons a page shows."""
    found = TRANSITIONS.get((state, act))
    return found is not None and party in found[1]


def after_event(state: PermitState) -> State | None:
    """The state of the justification that the event finds; None: the permit does not count."""
    return {
        PermitState.REQUESTED: State.JUSTIFIED_BY_FAMILY,
        PermitState.APPROVED: State.VALIDATED_BY_TEACHER,
    }.get(state)
