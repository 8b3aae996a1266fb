"""When what was announced happens: the request becomes a justification.

Approved: validated at once. Still waiting: justified by the family.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_attendance.events.recording import EventChange
from registro_attendance.justifications.doing import Doer
from registro_attendance.justifications.models import Justification, JustifiedEvent
from registro_attendance.justifications.services import attach
from registro_attendance.justifications.states import State
from registro_attendance.models import EventKind
from registro_attendance.permits.models import Permit, PermitKind
from registro_attendance.permits.rules import counts_on, covers
from registro_attendance.permits.states import STANDING, after_event
from registro_core.api import Change, record_changes


def settle(session: Session, doer: Doer, changes: Sequence[EventChange]) -> list[int]:
    """Justify the events that a permit foresaw; return the ids of the justifications.

    Called by whoever records events, in the same transaction: four statements
    at most when no permit speaks of them.
    """
    arrived = [change for change in changes if _asks_for_reason(change)]
    if not arrived:
        return []
    permits = _permits_for(session, arrived)
    if not permits:
        return []
    taken = _already_justified(session, [change.event_id for change in arrived])
    made = []
    for change in arrived:
        permit = _permit_for(permits, change)
        if permit is not None and change.event_id not in taken:
            row = _of_same_absence(session, permit) or _justification(session, permit)
            attach(session, row.id, [change.event_id])
            made.append((row, change.event_id))
    record_changes(session, doer.actor, [_change(*each) for each in made], doer.now)
    return [row.id for row, _event_id in made]


def _asks_for_reason(change: EventChange) -> bool:
    after = change.after
    return after is not None and after.kind is not EventKind.OUTSIDE and not change.short_late


def _permits_for(session: Session, changes: Sequence[EventChange]) -> list[Permit]:
    days = [change.day for change in changes]
    statement = (
        select(Permit)
        .where(
            Permit.student_id.in_({change.student_id for change in changes}),
            Permit.state.in_(STANDING),
            Permit.first_day <= max(days),
            Permit.last_day >= min(days),
        )
        # an answer of the school counts more than a request, the newest more than an old one
        .order_by(Permit.decided_at.is_(None), Permit.id.desc())
    )
    return list(session.scalars(statement))


def _already_justified(session: Session, event_ids: Sequence[int]) -> frozenset[int]:
    statement = select(JustifiedEvent.event_id).where(
        JustifiedEvent.event_id.in_(event_ids), JustifiedEvent.live.is_(True)
    )
    return frozenset(session.scalars(statement))


def _permit_for(permits: Sequence[Permit], change: EventChange) -> Permit | None:
    for permit in permits:
        same = permit.student_id == change.student_id
        on_day = counts_on(permit.first_day, permit.last_day, permit.weekdays, change.day)
        if same and on_day and change.after and covers(permit.kind, permit.at, change.after):
            return permit
    return None


def _of_same_absence(session: Session, permit: Permit) -> Justification | None:
    """The justification of earlier days of the absence that was announced, still as it was made."""
    if permit.kind is not PermitKind.ABSENCE:
        return None
    statement = select(Justification).where(
        Justification.permit_id == permit.id, Justification.state == after_event(permit.state)
    )
    return session.scalars(statement).first()


def _justification(session: Session, permit: Permit) -> Justification:
    row = Justification(
        student_id=permit.student_id,
        state=after_event(permit.state) or State.JUSTIFIED_BY_FAMILY,
        reason=permit.reason,
        text=permit.text,
        signed_by=permit.requested_by,
        signed_at=permit.requested_at,
        signed_method=permit.signed_method,
        decided_by=permit.decided_by,
        decided_at=permit.decided_at,
        permit_id=permit.id,
    )
    session.add(row)
    session.flush()
    return row


def _change(row: Justification, event_id: int) -> Change:
    after = {"state": row.state, "reason": row.reason, "permit": row.permit_id}
    return Change(
        act=f"attendance.justification.{row.state}",
        object_type="attendance_justification",
        object_id=row.id,
        before={"state": State.OPEN},
        after={**after, "events": [event_id]},
        student_id=row.student_id,
    )
