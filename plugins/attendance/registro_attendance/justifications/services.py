"""Justifying, validating and rejecting: the rules, with no web in them.

Every act goes through the table of `states`, is stored, and is audited with who,
when, and how they were signed in. The family's words never go into the audit log (J5).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from registro_attendance import _
from registro_attendance.family.notice_kinds import REJECTED
from registro_attendance.justifications.doing import Doer, Words
from registro_attendance.justifications.items import Item, Signed
from registro_attendance.justifications.locked import check_events, check_justifications
from registro_attendance.justifications.models import Justification, JustifiedEvent
from registro_attendance.justifications.states import LIVE, Act, Party, State, next_state
from registro_core.api import (
    Change,
    Notice,
    check_version,
    publish_notice,
    recipients,
    record_changes,
    school_day,
)


class AlreadyJustifiedError(Exception):
    """Somebody justified one of the events before; `signed` says who and when."""

    def __init__(self, signed: Signed) -> None:
        super().__init__(signed.id)
        self.signed = signed


class CertificateMissingError(Exception):
    """The spell asks for a medical certificate that nobody has seen yet (A12)."""


def justify(session: Session, doer: Doer, items: Sequence[Item], words: Words) -> list[int]:
    """Justify items, all or none; return the ids of the justifications.

    One justification an item, so that each is validated on its own. A teacher
    who does it accepts the paper booklet. Raise `AlreadyJustifiedError` if one
    was justified in the meantime: the second parent is told of the first; and
    `LockedError` if the term of one was closed (L7a).
    """
    check_events(session, doer, [event_id for item in items for event_id in item.event_ids])
    act = Act.ACCEPT_PAPER if doer.party is not Party.FAMILY else Act.JUSTIFY
    for item in items:
        if item.signed is not None:
            raise AlreadyJustifiedError(item.signed)
    made = [
        _make(session, doer, item, words, next_state(item.state, act, doer.party)) for item in items
    ]
    session.flush()
    changes = [
        _change(row, item.state, doer, event_ids=item.event_ids)
        for row, item in zip(made, items, strict=True)
    ]
    record_changes(session, doer.actor, changes, doer.now)
    return [row.id for row in made]


def _make(session: Session, doer: Doer, item: Item, words: Words, state: State) -> Justification:
    by_school = doer.party is not Party.FAMILY
    row = Justification(
        student_id=item.student_id,
        state=state,
        reason=words.reason,
        text=words.text,
        signed_by=doer.actor.person_id,
        signed_at=doer.now,
        signed_method=doer.method,
        authenticated_at=doer.authenticated_at,
        decided_by=doer.actor.person_id if by_school else None,
        decided_at=doer.now if by_school else None,
        certificate_seen=by_school and item.needs_certificate,
    )
    session.add(row)
    session.flush()
    attach(session, row.id, item.event_ids)
    return row


def attach(session: Session, justification_id: int, event_ids: Collection[int]) -> None:
    """Let a justification speak of events; the database refuses a second live one."""
    session.add_all(
        JustifiedEvent(justification_id=justification_id, event_id=event_id, live=True)
        for event_id in event_ids
    )
    session.flush()


def found(session: Session, student_id: int, justification_id: int) -> Justification | None:
    """A justification of this student; None for any other id."""
    statement = select(Justification).where(
        Justification.id == justification_id, Justification.student_id == student_id
    )
    return session.scalars(statement).first()


def edit(session: Session, doer: Doer, row: Justification, words: Words, seen: int) -> None:
    """Change reason and words until a teacher has validated (J2); raise Conflict, `LockedError`."""
    check_justifications(session, doer, [row.id])
    before, old = row.state, row.reason
    after = next_state(before, Act.EDIT, doer.party)
    check_version(row, seen)
    row.state, row.reason, row.text = after, words.reason, words.text
    row.signed_by, row.signed_at = doer.actor.person_id, doer.now
    row.signed_method, row.authenticated_at = doer.method, doer.authenticated_at
    session.flush()
    change = _change(row, before, doer, old={"reason": old})
    record_changes(session, doer.actor, [change], doer.now)


def withdraw(session: Session, doer: Doer, row: Justification, seen: int) -> None:
    """Take it back until a teacher has validated (J2): its events are open again.

    Raise Conflict, `ImpossibleError`, `LockedError`.
    """
    check_justifications(session, doer, [row.id])
    before = _move(row, Act.WITHDRAW, doer, seen)
    _let_go(session, row)
    record_changes(session, doer.actor, [_change(row, before, doer)], doer.now)


@dataclass(frozen=True)
class Validation:
    """A justification to validate: the version seen, and its certificate (A12)."""

    row: Justification
    seen: int
    certificate_due: bool = False
    certificate_seen: bool = False


def validate(session: Session, doer: Doer, validations: Collection[Validation]) -> None:
    """Accept reasons of families, all or none.

    Raise `CertificateMissingError` while a certificate is due and nobody saw it
    (A12), Conflict for an old version, `ImpossibleError` if it is no longer waiting,
    `LockedError` if the term of one was closed (L7a).
    """
    check_justifications(session, doer, [each.row.id for each in validations])
    changes = []
    for each in validations:
        row = each.row
        has_certificate = row.certificate_seen or each.certificate_seen
        if each.certificate_due and not has_certificate:
            raise CertificateMissingError
        before = _move(row, Act.VALIDATE, doer, each.seen)
        row.certificate_seen = has_certificate
        _decided(row, doer, None)
        changes.append(_change(row, before, doer))
    record_changes(session, doer.actor, changes, doer.now)


def reject(session: Session, doer: Doer, row: Justification, note: str, seen: int) -> None:
    """Refuse with a word to the family, who are told and may justify again.

    Raise Conflict, `ImpossibleError`, `LockedError`.
    """
    check_justifications(session, doer, [row.id])
    before = _move(row, Act.REJECT, doer, seen)
    _decided(row, doer, note)
    _let_go(session, row)
    record_changes(session, doer.actor, [_change(row, before, doer, why=note)], doer.now)
    _tell_family(session, doer, row, note)


def reopen(session: Session, doer: Doer, row: Justification, note: str, seen: int) -> None:
    """Undo a validation, with a reason: the head's office alone.

    What a teacher accepted on paper is withdrawn: its events are open again.
    Raise Conflict, `ImpossibleError`, `LockedError`.
    """
    check_justifications(session, doer, [row.id])
    before = _move(row, Act.REOPEN, doer, seen)
    _decided(row, doer, note)
    if row.state not in LIVE:
        _let_go(session, row)
    record_changes(session, doer.actor, [_change(row, before, doer, why=note)], doer.now)


def _move(row: Justification, act: Act, doer: Doer, seen: int) -> State:
    """Put a row into its next state; return the one before. Nothing changes if it raises."""
    before = row.state
    after = next_state(before, act, doer.party)
    check_version(row, seen)
    row.state = after
    return before


def _decided(row: Justification, doer: Doer, note: str | None) -> None:
    row.decided_by, row.decided_at, row.decision_note = doer.actor.person_id, doer.now, note


def _let_go(session: Session, row: Justification) -> None:
    session.flush()
    session.execute(
        update(JustifiedEvent).where(JustifiedEvent.justification_id == row.id).values(live=None)
    )


def _change(
    row: Justification,
    before: State,
    doer: Doer,
    *,
    event_ids: Sequence[int] = (),
    old: Mapping[str, object] | None = None,
    why: str | None = None,
) -> Change:
    proved_at = doer.authenticated_at.isoformat() if doer.authenticated_at else None
    after: dict[str, object] = {
        "state": row.state,
        "reason": row.reason,
        "signed_in_with": doer.method,
        "signed_in_at": proved_at,
    }
    if event_ids:
        after["events"] = list(event_ids)
    return Change(
        act=f"attendance.justification.{row.state}",
        object_type="attendance_justification",
        object_id=row.id,
        before={"state": before, **(old or {})},
        after=after,
        student_id=row.student_id,
        reason=why,
    )


def _tell_family(session: Session, doer: Doer, row: Justification, note: str) -> None:
    told = recipients(session, [row.student_id], school_day(doer.now))
    notice = Notice(
        kind=REJECTED.name,
        subject=_("Una giustificazione è stata respinta"),
        body=_("Motivo: ${note}. Puoi giustificare di nuovo.", mapping={"note": note}),
        recipients=told.get(row.student_id, ()),
        key=f"attendance:justification:{row.id}",
        link=f"/students/{row.student_id}/justifications",
        student_id=row.student_id,
    )
    publish_notice(session, notice, doer.now)
