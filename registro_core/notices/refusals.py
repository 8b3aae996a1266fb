"""What must not leave, whatever the channel: asked of each delivery right before it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registro_core.notices.models import DeliveryState


@dataclass(frozen=True)
class NotForSending:
    """A delivery that must not leave: what it becomes, and why."""

    state: DeliveryState
    reason: str


def refusal(row: Mapping[str, Any]) -> NotForSending | None:
    """Why a delivery must not leave, of what `facts_of` read; None if it may."""
    if row["withdrawn_at"] is not None:
        return NotForSending(DeliveryState.WITHDRAWN, "withdrawn")
    if row["enabled"] is False:
        return NotForSending(DeliveryState.SKIPPED, "the account is disabled")
    if not row["may_know"]:
        return NotForSending(DeliveryState.SKIPPED, "may no longer know of the student")
    return None
