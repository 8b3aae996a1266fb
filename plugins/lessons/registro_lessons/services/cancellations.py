"""Hours that are not held: an assembly, an early closing (A7)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import Actor, Change, SchoolClass, record_change, record_changes
from registro_lessons import _
from registro_lessons.models import Cancellation, Lesson
from registro_lessons.services.entries import RefusedError


def cancel_hours(
    session: Session,
    actor: Actor,
    class_ids: Collection[int],
    day: date,
    slots: Sequence[int],
    reason: str,
    now: datetime,
) -> int:
    """Cancel hours of classes on a day; return how many are new.

    Raise `RefusedError` if one of them was already signed: what was held was held.
    """
    _refuse_signed(session, class_ids, day, slots)
    already = set(
        session.execute(
            select(Cancellation.class_id, Cancellation.slot).where(Cancellation.day == day)
        ).all()
    )
    fresh = [(c, s) for c in sorted(class_ids) for s in slots if (c, s) not in already]
    session.add_all(
        Cancellation(class_id=c, day=day, slot=s, reason=reason, created_at=now) for c, s in fresh
    )
    changes = [
        Change(
            "lessons.hour.cancelled",
            "class",
            class_id,
            after={"day": day.isoformat(), "slot": slot},
            reason=reason,
        )
        for class_id, slot in fresh
    ]
    record_changes(session, actor, changes, now)
    return len(fresh)


def _refuse_signed(
    session: Session, class_ids: Collection[int], day: date, slots: Sequence[int]
) -> None:
    statement = (
        select(SchoolClass.name)
        .join(Lesson, Lesson.class_id == SchoolClass.id)
        .where(Lesson.class_id.in_(class_ids), Lesson.day == day, Lesson.slot.in_(slots))
        .distinct()
        .order_by(SchoolClass.name)
    )
    names = list(session.scalars(statement))
    if names:
        raise RefusedError(
            _(
                "Ci sono già ore firmate in: ${classes}. Vanno prima tolte le firme.",
                mapping={"classes": ", ".join(names)},
            )
        )


def restore_hour(session: Session, actor: Actor, cancellation_id: int, now: datetime) -> None:
    """Let a cancelled hour be held after all; one that is restored already is no error."""
    row = session.get(Cancellation, cancellation_id)
    if row is None:
        return
    session.delete(row)
    change = Change(
        "lessons.hour.restored",
        "class",
        row.class_id,
        {"day": row.day.isoformat(), "slot": row.slot, "reason": row.reason},
    )
    record_change(session, actor, change, now)


def cancellations(session: Session, first_day: date, last_day: date) -> list[Any]:
    """Cancelled hours of a period with the class's name, latest day first."""
    statement = (
        select(
            Cancellation.id,
            Cancellation.day,
            Cancellation.slot,
            Cancellation.reason,
            SchoolClass.name,
        )
        .join(SchoolClass, SchoolClass.id == Cancellation.class_id)
        .where(Cancellation.day.between(first_day, last_day))
        .order_by(Cancellation.day.desc(), SchoolClass.name, Cancellation.slot)
    )
    return list(session.execute(statement))
