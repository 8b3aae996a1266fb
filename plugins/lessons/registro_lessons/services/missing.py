"""Hours that nobody, or not every teacher, has signed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from registro_core.api import GroupClass, school_instant
from registro_lessons.models import Lesson, Signature, SignatureKind
from registro_lessons.services.hours import DueHour, due_hours

# What one page may ask for: the whole school for a month.
LONGEST_PERIOD_DAYS = 31


@dataclass(frozen=True)
class SignedHours:
    """Who signed, and for whom a supply stood in, in a period."""

    by_teacher: frozenset[tuple[int, date, int]]
    replaced: frozenset[tuple[int, date, int]]
    # Places whose hour was covered by a supply that names nobody.
    covered: frozenset[tuple[int | None, int | None, date, int]]


def signed_hours(
    session: Session,
    first_day: date,
    last_day: date,
    *,
    class_id: int | None = None,
    teacher_id: int | None = None,
) -> SignedHours:
    """Read the signatures of a period that matter for a class or a teacher: one statement."""
    statement = (
        select(
            Signature.teacher_id,
            Signature.day,
            Signature.slot,
            Signature.kind,
            Signature.replaces_id,
            Lesson.class_id,
            Lesson.group_id,
        )
        .join(Lesson, Lesson.id == Signature.lesson_id)
        .where(Signature.day.between(first_day, last_day))
    )
    if teacher_id is not None:
        nobody_named = and_(
            Signature.kind == SignatureKind.SUBSTITUTION, Signature.replaces_id.is_(None)
        )
        own = or_(Signature.teacher_id == teacher_id, Signature.replaces_id == teacher_id)
        statement = statement.where(or_(own, nobody_named))
    if class_id is not None:
        groups = select(GroupClass.group_id).where(GroupClass.class_id == class_id)
        statement = statement.where(or_(Lesson.class_id == class_id, Lesson.group_id.in_(groups)))
    rows: Collection[Any] = session.execute(statement).all()
    supplies = [row for row in rows if row.kind is SignatureKind.SUBSTITUTION]
    return SignedHours(
        frozenset((row.teacher_id, row.day, row.slot) for row in rows),
        frozenset((r.replaces_id, r.day, r.slot) for r in supplies if r.replaces_id is not None),
        frozenset(
            (r.class_id, r.group_id, r.day, r.slot) for r in supplies if r.replaces_id is None
        ),
    )


def missing_hours(
    session: Session,
    first_day: date,
    last_day: date,
    now: datetime,
    *,
    class_id: int | None = None,
    teacher_id: int | None = None,
) -> list[DueHour]:
    """Hours that are over and that their teacher has not signed, newest first.

    A teacher whom a supply replaced owes nothing; neither does anybody for an
    hour that was cancelled.
    """
    due = due_hours(session, first_day, last_day, class_id=class_id, teacher_id=teacher_id)
    signed = signed_hours(session, first_day, last_day, class_id=class_id, teacher_id=teacher_id)
    # First what most hours fail, then what takes longer to find out.
    missing = [hour for hour in due if not _settled(hour, signed) and _is_over(hour, now)]
    return sorted(missing, key=lambda h: (-h.day.toordinal(), h.slot.number, h.place, h.teacher))


def _is_over(hour: DueHour, now: datetime) -> bool:
    return school_instant(hour.day, hour.slot.ends_at) <= now


def _settled(hour: DueHour, signed: SignedHours) -> bool:
    own = (hour.teacher_id, hour.day, hour.slot.number)
    place = (hour.class_id, hour.group_id, hour.day, hour.slot.number)
    return own in signed.by_teacher or own in signed.replaced or place in signed.covered
