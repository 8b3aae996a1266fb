"""Delegating who fetches a student, and letting them go home alone: the rules, no web (E1, E2)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_attendance import _
from registro_attendance.family.notice_kinds import PICKUP
from registro_attendance.justifications.doing import Doer
from registro_attendance.justifications.states import ImpossibleError
from registro_attendance.pickup.models import AutonomousExit, Delegate, DelegateState
from registro_core.api import (
    Change,
    Notice,
    Text,
    check_version,
    publish_notice,
    recipients,
    record_change,
    school_day,
)

# What may still be decided, and what may still be taken back.
OPEN = frozenset({DelegateState.REQUESTED})
STANDING = frozenset({DelegateState.REQUESTED, DelegateState.APPROVED})


@dataclass(frozen=True)
class Trust:
    """Whom a guardian trusts to fetch the student, and for how long."""

    name: str
    document: str
    relationship: str | None
    phone: str | None
    starts_on: date
    ends_on: date | None


def delegate(
    session: Session, doer: Doer, student_id: int, trust: Trust, *, needs_approval: bool
) -> Delegate:
    """Add a delegate; both parents are told (V1)."""
    state = DelegateState.REQUESTED if needs_approval else DelegateState.APPROVED
    row = Delegate(
        student_id=student_id,
        name=trust.name,
        document=trust.document,
        relationship=trust.relationship,
        phone=trust.phone,
        starts_on=trust.starts_on,
        ends_on=trust.ends_on,
        state=state,
        requested_by=doer.actor.person_id,
        requested_at=doer.now,
    )
    session.add(row)
    session.flush()
    _record(session, doer, row, None)
    subject = _("${name} è stato delegato al ritiro", mapping={"name": trust.name})
    _tell(session, doer, student_id, f"delegate:{row.id}", subject)
    return row


def found(session: Session, student_id: int, delegate_id: int) -> Delegate | None:
    """A delegate of this student; None for any other id."""
    statement = select(Delegate).where(
        Delegate.id == delegate_id, Delegate.student_id == student_id
    )
    return session.scalars(statement).first()


def decide(session: Session, doer: Doer, row: Delegate, seen: int, *, approve: bool) -> None:
    """Approve or refuse a delegate; raise ImpossibleError, Conflict. The family is told."""
    after = DelegateState.APPROVED if approve else DelegateState.REJECTED
    _move(session, doer, row, after, OPEN, seen)
    row.decided_by, row.decided_at = doer.actor.person_id, doer.now
    subject = (
        _("Delega approvata: ${name}", mapping={"name": row.name})
        if approve
        else _("Delega non approvata: ${name}", mapping={"name": row.name})
    )
    _tell(session, doer, row.student_id, f"delegate:{row.id}", subject)


def revoke(session: Session, doer: Doer, row: Delegate, seen: int) -> None:
    """Take a delegation back; either parent may (V1). Raise ImpossibleError, Conflict."""
    _move(session, doer, row, DelegateState.REVOKED, STANDING, seen)
    subject = _("Delega revocata: ${name}", mapping={"name": row.name})
    _tell(session, doer, row.student_id, f"delegate:{row.id}", subject)


def _move(
    session: Session,
    doer: Doer,
    row: Delegate,
    after: DelegateState,
    allowed: frozenset[DelegateState],
    seen: int,
) -> None:
    before = row.state
    if before not in allowed:
        raise ImpossibleError(f"{after} in state {before}")
    check_version(row, seen)
    row.state = after
    session.flush()
    _record(session, doer, row, before)


def _record(session: Session, doer: Doer, row: Delegate, before: DelegateState | None) -> None:
    change = Change(
        act=f"attendance.delegate.{row.state}",
        object_type="attendance_delegate",
        object_id=row.id,
        before={"state": before} if before else {},
        after={
            "state": row.state,
            "name": row.name,
            "document": row.document,
            "days": f"{row.starts_on}/{row.ends_on}",
            "signed_in_with": doer.method,
        },
        student_id=row.student_id,
    )
    record_change(session, doer.actor, change, doer.now)


# ---- going home alone (E2) -------------------------------------------------------------


def standing_leave(session: Session, student_id: int, day: date) -> AutonomousExit | None:
    """The leave to go home alone that holds on a day, if there is one."""
    statement = select(AutonomousExit).where(
        AutonomousExit.student_id == student_id,
        AutonomousExit.starts_on <= day,
        AutonomousExit.revoked_at.is_(None),
    )
    rows = session.scalars(statement.order_by(AutonomousExit.id.desc()))
    return next((row for row in rows if row.ends_on is None or row.ends_on >= day), None)


def let_go_alone(
    session: Session, doer: Doer, student_id: int, ends_on: date | None
) -> AutonomousExit:
    """Store the guardians' leave (E2); raise ImpossibleError if one already holds.

    The other parent is told, and may revoke it (V1).

    :param ends_on: the end of the school year; None: until revoked (the school's choice).
    """
    today = school_day(doer.now)
    if standing_leave(session, student_id, today) is not None:
        raise ImpossibleError("already authorised")
    row = AutonomousExit(
        student_id=student_id,
        starts_on=today,
        ends_on=ends_on,
        given_by=doer.actor.person_id,
        given_at=doer.now,
        signed_method=doer.method,
    )
    session.add(row)
    session.flush()
    _record_leave(session, doer, row, "given")
    subject = _("Uscita autonoma al termine delle lezioni: autorizzata")
    _tell(session, doer, student_id, f"alone:{row.id}", subject)
    return row


def end_leave(session: Session, doer: Doer, row: AutonomousExit, seen: int) -> None:
    """Revoke the leave from now on; raise ImpossibleError, Conflict."""
    if row.revoked_at is not None:
        raise ImpossibleError("already revoked")
    check_version(row, seen)
    row.revoked_by, row.revoked_at = doer.actor.person_id, doer.now
    session.flush()
    _record_leave(session, doer, row, "revoked")
    subject = _("Uscita autonoma al termine delle lezioni: revocata")
    _tell(session, doer, row.student_id, f"alone:{row.id}", subject)


def _record_leave(session: Session, doer: Doer, row: AutonomousExit, what: str) -> None:
    change = Change(
        act=f"attendance.autonomous_exit.{what}",
        object_type="attendance_autonomous_exit",
        object_id=row.id,
        after={
            "days": f"{row.starts_on}/{row.ends_on or ''}",
            "signed_in_with": doer.method,
        },
        student_id=row.student_id,
    )
    record_change(session, doer.actor, change, doer.now)


def _tell(session: Session, doer: Doer, student_id: int, key: str, subject: Text) -> None:
    told = recipients(session, [student_id], school_day(doer.now)).get(student_id, frozenset())
    notice = Notice(
        kind=PICKUP.name,
        subject=subject,
        body=_("Trovi chi può ritirare lo studente nella pagina del ritiro."),
        recipients=told - {doer.actor.person_id or 0},
        key=f"attendance:pickup:{key}",
        link=f"/students/{student_id}/pickup",
        student_id=student_id,
    )
    publish_notice(session, notice, doer.now)
