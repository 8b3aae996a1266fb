"""What may no longer be changed, and who may give it free for a while (L7)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import BindParameter, ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session

from registro_core.api import (
    Actor,
    Change,
    SchoolClass,
    Term,
    record_change,
)
from registro_lessons.models import ClosedTerm, Unlock

# Classes as numbers or as SQL: both fit `column.in_(...)`.
ClassIds: TypeAlias = Collection[int] | Collection[BindParameter[int]] | Select[Any]
T = TypeVar("T")
# A statement that is built once and gives rows of many columns.
Rows: TypeAlias = Select[*tuple[Any, ...]]
# A value, or a place for one in a statement that is built once.
Bound: TypeAlias = T | BindParameter[T]


class Lock(StrEnum):
    """Why a day is read-only."""

    CLOSED_TERM = "closed-term"
    TOO_OLD = "too-old"


@dataclass(frozen=True)
class LockRules:
    """What decides over locks: today, the instant, and how many days back the school allows.

    `lock_days` 0 means that days never become too old (L7b).
    """

    today: date
    now: datetime
    lock_days: int = 0

    def too_old(self, day: date) -> bool:
        """Whether a day is further back than the school allows."""
        return self.lock_days > 0 and day < self.today - timedelta(days=self.lock_days)


def closed(class_ids: ClassIds, day: Bound[date]) -> ColumnElement[bool]:
    """SQL: whether a day lies in a term that is closed for one of the classes (L7a)."""
    return (
        exists()
        .where(ClosedTerm.class_id.in_(class_ids), Term.id == ClosedTerm.term_id)
        .where(Term.starts_on <= day, Term.ends_on >= day)
    )


def unlocked(
    class_ids: ClassIds, teacher_id: Bound[int], day: Bound[date], now: Bound[datetime]
) -> ColumnElement[bool]:
    """SQL: whether the head gave a day free for a teacher of one of the classes (L7c)."""
    return exists().where(
        Unlock.class_id.in_(class_ids),
        or_(Unlock.teacher_id.is_(None), Unlock.teacher_id == teacher_id),
        Unlock.first_day <= day,
        Unlock.last_day >= day,
        Unlock.expires_at > now,
    )


def lock_from(rules: LockRules, day: date, *, closed: bool, unlocked: bool) -> Lock | None:
    """Why a day is locked, given what the database knows of it; None if it may be changed."""
    if unlocked:
        return None
    if closed:
        return Lock.CLOSED_TERM
    return Lock.TOO_OLD if rules.too_old(day) else None


def lock_of(
    session: Session, rules: LockRules, class_ids: ClassIds, teacher_id: int, day: date
) -> Lock | None:
    """Why a teacher may not change a day of some classes; None if it may be changed."""
    row = session.execute(
        select(closed(class_ids, day), unlocked(class_ids, teacher_id, day, rules.now))
    ).one()
    return lock_from(rules, day, closed=row[0], unlocked=row[1])


def close_term(
    session: Session, actor: Actor, term: Term, class_ids: Collection[int], now: datetime
) -> int:
    """Make a term read-only for classes (L7a); return for how many it was not yet."""
    already = set(session.scalars(select(ClosedTerm.class_id).where(ClosedTerm.term_id == term.id)))
    fresh = sorted(set(class_ids) - already)
    session.add_all(ClosedTerm(term_id=term.id, class_id=c, closed_at=now) for c in fresh)
    if fresh:
        after: dict[str, object] = {"term": term.name, "classes": fresh}
        _record(session, actor, "lessons.term.closed", term.id, after, None, now)
    return len(fresh)


def reopen_term(
    session: Session, actor: Actor, term: Term, class_id: int, reason: str, now: datetime
) -> None:
    """Let a class's term be changed again; nothing happens if it was not closed."""
    row = session.get(ClosedTerm, (term.id, class_id))
    if row is None:
        return
    session.delete(row)
    after: dict[str, object] = {"term": term.name, "classes": [class_id]}
    _record(session, actor, "lessons.term.reopened", term.id, after, reason, now)


def grant_unlock(session: Session, actor: Actor, unlock: Unlock) -> None:
    """Give locked days free until an instant; the log keeps who, what and why (L7c)."""
    session.add(unlock)
    session.flush()
    after: dict[str, object] = {
        "class_id": unlock.class_id,
        "teacher_id": unlock.teacher_id,
        "first_day": unlock.first_day.isoformat(),
        "last_day": unlock.last_day.isoformat(),
        "expires_at": unlock.expires_at.isoformat(),
    }
    _record(
        session,
        actor,
        "lessons.unlock.granted",
        unlock.id,
        after,
        unlock.reason,
        unlock.created_at,
    )


def _record(
    session: Session,
    actor: Actor,
    act: str,
    object_id: int,
    after: dict[str, object],
    reason: str | None,
    now: datetime,
) -> None:
    change = Change(act, act.split(".")[1], object_id, after=after, reason=reason)
    record_change(session, actor, change, now)


def closed_terms(session: Session, year_id: int) -> dict[int, set[int]]:
    """Classes for which each term of a year is closed, by term id."""
    statement = (
        select(ClosedTerm.term_id, ClosedTerm.class_id)
        .join(Term, Term.id == ClosedTerm.term_id)
        .where(Term.year_id == year_id)
    )
    found: dict[int, set[int]] = {}
    for term_id, class_id in session.execute(statement):
        found.setdefault(term_id, set()).add(class_id)
    return found


def current_unlocks(session: Session, now: datetime) -> list[Any]:
    """Unlocks that still hold, with the name of the class, the first to end first."""
    statement = (
        select(
            SchoolClass.name,
            Unlock.teacher_id,
            Unlock.first_day,
            Unlock.last_day,
            Unlock.expires_at,
            Unlock.reason,
        )
        .join(SchoolClass, SchoolClass.id == Unlock.class_id)
        .where(Unlock.expires_at > now)
        .order_by(Unlock.expires_at)
    )
    return list(session.execute(statement))
