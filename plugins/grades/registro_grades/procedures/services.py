"""Opening a procedure, recording the hearing, deciding, cancelling: each step once, and audited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from registro_core.api import Actor, Change, SchoolClass, record_change, slots_of_days
from registro_grades.models import Hearing, Procedure, ProcedureNote, Sanction
from registro_grades.procedures.rules import Decision, Removal, body_of


@dataclass(frozen=True)
class Charge:
    """What a student is charged with, when they are summoned, and the notes it rests on."""

    facts: str
    summoned_on: date
    summoned_at: time | None = None
    note_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Heard:
    """How, when and with which words the student was heard."""

    hearing: Hearing
    heard_on: date
    record: str


def school_days_in(session: Session, school_class: SchoolClass, removal: Removal) -> int:
    """The days of school in a removal: two statements."""
    if removal.last_day < removal.first_day:
        return 0
    return len(slots_of_days(session, school_class, removal.first_day, removal.last_day))


def open_procedure(
    session: Session,
    student_id: int,
    class_id: int,
    charge: Charge,
    today: date,
    actor: Actor,
    now: datetime,
) -> Procedure:
    """Put the facts to the student (*contestazione*) and summon them."""
    row = Procedure(
        student_id=student_id,
        class_id=class_id,
        facts=charge.facts,
        opened_on=today,
        opened_by=actor.person_id,
        opened_at=now,
        summoned_on=charge.summoned_on,
        summoned_at=charge.summoned_at,
    )
    session.add(row)
    session.flush()
    session.add_all(ProcedureNote(procedure_id=row.id, note_id=n) for n in sorted(charge.note_ids))
    after = {"facts": charge.facts, "summoned_on": charge.summoned_on}
    _record(session, row, "opened", actor, now, after)
    return row


def hear(session: Session, row: Procedure, heard: Heard, actor: Actor, now: datetime) -> None:
    """Record that the student used the right to be heard, or was summoned and did not come."""
    row.hearing, row.heard_on, row.hearing_record = heard.hearing, heard.heard_on, heard.record
    after = {"hearing": heard.hearing, "heard_on": heard.heard_on, "record": heard.record}
    _record(session, row, "recorded", actor, now, after)


def decide(
    session: Session, row: Procedure, decision: Decision, days: int, actor: Actor, now: datetime
) -> None:
    """Record what the council decided; whether it may, the caller has asked (`problem_of`)."""
    row.outcome, row.decided_on = decision.outcome, decision.decided_on
    row.body, row.grounds = body_of(decision.outcome, days), decision.grounds
    row.act = decision.act
    after: dict[str, object] = {"outcome": row.outcome, "body": row.body, "act": row.act}
    if (removal := decision.removal) is not None:
        session.add(
            Sanction(
                procedure_id=row.id,
                student_id=row.student_id,
                first_day=removal.first_day,
                last_day=removal.last_day,
                days=days,
                activity=removal.activity,
                place=removal.place,
            )
        )
        after |= {"first_day": removal.first_day, "last_day": removal.last_day}
    _record(session, row, "decided", actor, now, after)


def cancel(session: Session, row: Procedure, reason: str, actor: Actor, now: datetime) -> None:
    """Cancel a procedure, or its sanction after an appeal: its days count as nothing."""
    row.cancelled_at, row.cancelled_reason = now, reason
    sanction = session.get(Sanction, row.id)
    if sanction is not None:
        sanction.lifted_at = now
    _record(session, row, "cancelled", actor, now, {}, reason)


def _record(
    session: Session,
    row: Procedure,
    what: str,
    actor: Actor,
    now: datetime,
    after: Mapping[str, object],
    reason: str | None = None,
) -> None:
    change = Change(
        act=f"grades.procedure.{what}",
        object_type="grades_procedure",
        object_id=row.id,
        after=after,
        student_id=row.student_id,
        reason=reason,
    )
    record_change(session, actor, change, now)
