"""Recording deroghe, hours of other schools and limits; nothing is deleted."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_attendance.models import ClassLimit, Derogation, DerogationKind, PreviousHours
from registro_core.api import Actor, Change, Conflict, check_version, record_change


@dataclass(frozen=True)
class Excuse:
    """What a deroga says: ground, days, and the document that proves it."""

    kind: DerogationKind
    first_day: date
    last_day: date
    document: str | None = None


def add_derogation(
    session: Session, student_id: int, excuse: Excuse, actor: Actor, now: datetime
) -> Derogation:
    """Record days that the council may excuse (A13)."""
    row = Derogation(
        student_id=student_id,
        kind=excuse.kind,
        first_day=excuse.first_day,
        last_day=excuse.last_day,
        document=excuse.document,
        recorded_by=actor.person_id,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    _audit(session, "derogation.recorded", row, actor, now)
    return row


def add_previous_hours(
    session: Session,
    student_id: int,
    year_id: int,
    hours: Fraction,
    source: str,
    actor: Actor,
    now: datetime,
) -> PreviousHours:
    """Record hours of absence of another school (A16)."""
    row = PreviousHours(
        student_id=student_id,
        year_id=year_id,
        hours=hours,
        source=source,
        recorded_by=actor.person_id,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    _audit(session, "previous-hours.recorded", row, actor, now)
    return row


def cancel(
    session: Session,
    row: Derogation | PreviousHours,
    seen: int,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Take a row back; it stays, with the reason. Raise `Conflict` if it changed meanwhile."""
    check_version(row, seen)
    row.cancelled_at, row.cancelled_reason = now, reason
    what = "derogation" if isinstance(row, Derogation) else "previous-hours"
    _audit(session, f"{what}.cancelled", row, actor, now, reason)


def set_class_limit(
    session: Session,
    class_id: int,
    hours: Fraction | None,
    without_religion: Fraction | None,
    seen: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Fix the limit of a class, or with None return to a quarter of the yearly hours (A3).

    Raise `Conflict` if it changed meanwhile; `seen` is 0 when there was none.
    """
    row = session.get(ClassLimit, class_id)
    before = _limit(row)
    if row is None and seen:
        raise Conflict("the limit of the class was removed meanwhile")
    if row is not None:
        check_version(row, seen)
    if hours is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(ClassLimit(class_id=class_id, hours=hours, without_religion=without_religion))
    else:
        row.hours, row.without_religion = hours, without_religion
    after = {} if hours is None else {"hours": str(hours), "without": str(without_religion)}
    change = Change(
        "attendance.limit.changed", "school_class", class_id, before=before, after=after
    )
    record_change(session, actor, change, now)


def _limit(row: ClassLimit | None) -> dict[str, object]:
    return {"hours": str(row.hours), "without": str(row.without_religion)} if row else {}


def live(
    session: Session, student_id: int, year_id: int
) -> tuple[list[Derogation], list[PreviousHours]]:
    """What counts for a student: deroghe, newest first, and hours of other schools this year."""
    derogations = session.scalars(
        select(Derogation)
        .where(Derogation.student_id == student_id, Derogation.cancelled_at.is_(None))
        .order_by(Derogation.first_day.desc())
    )
    hours = session.scalars(
        select(PreviousHours)
        .where(
            PreviousHours.student_id == student_id,
            PreviousHours.year_id == year_id,
            PreviousHours.cancelled_at.is_(None),
        )
        .order_by(PreviousHours.id)
    )
    return list(derogations), list(hours)


def _audit(
    session: Session,
    act: str,
    row: Derogation | PreviousHours,
    actor: Actor,
    now: datetime,
    reason: str | None = None,
) -> None:
    change = Change(
        f"attendance.{act}",
        row.__tablename__,
        row.id,
        after=_told(row),
        student_id=row.student_id,
        reason=reason,
    )
    record_change(session, actor, change, now)


def _told(row: Derogation | PreviousHours) -> dict[str, object]:
    if isinstance(row, PreviousHours):
        return {"hours": str(row.hours), "source": row.source}
    return {
        "kind": str(row.kind),
        "first_day": row.first_day.isoformat(),
        "last_day": row.last_day.isoformat(),
        "document": row.document,
    }
