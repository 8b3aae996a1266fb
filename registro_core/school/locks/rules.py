"""Whether a day may still be changed: the rule, and what it asks of the database (L7)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import BindParameter, ColumnElement, Row, Select, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from registro_core import _
from registro_core.items import Text
from registro_core.school.locks.models import ClosedTerm, Unlock
from registro_core.school.models import Term

T = TypeVar("T")
# A value, a place for one in a statement that is built once, or a column of the statement around.
Bound: TypeAlias = T | BindParameter[T] | InstrumentedAttribute[T]
# Classes as numbers or as SQL: all fit `column.in_(...)`.
ClassIds: TypeAlias = Collection[Bound[int]] | Select[Any]


class Lock(StrEnum):
    """Why a day is read-only."""

    CLOSED_TERM = "closed-term"
    TOO_OLD = "too-old"


LOCK_TEXTS: dict[Lock, Text] = {
    Lock.CLOSED_TERM: _(
        "Il periodo è chiuso per lo scrutinio: si può solo leggere. "
        "Il dirigente può concedere uno sblocco."
    ),
    Lock.TOO_OLD: _(
        "Sono passati troppi giorni: si può solo leggere. Il dirigente può concedere uno sblocco."
    ),
}


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

    def lock(self, day: date, *, closed: bool, unlocked: bool) -> Lock | None:
        """Why a day is locked, given what the database knows of it; None if it may be changed."""
        if unlocked:
            return None
        if closed:
            return Lock.CLOSED_TERM
        return Lock.TOO_OLD if self.too_old(day) else None


def term_closed(class_ids: ClassIds, day: Bound[date]) -> ColumnElement[bool]:
    """SQL: whether a day lies in a term that is closed for one of the classes (L7a)."""
    return (
        exists()
        .where(ClosedTerm.class_id.in_(class_ids), Term.id == ClosedTerm.term_id)
        .where(Term.starts_on <= day, Term.ends_on >= day)
    )


def day_unlocked(
    class_ids: ClassIds, person_id: Bound[int], day: Bound[date], now: Bound[datetime]
) -> ColumnElement[bool]:
    """SQL: whether the head gave a day of one of the classes free for a person (L7c)."""
    return exists().where(
        Unlock.class_id.in_(class_ids),
        or_(Unlock.teacher_id.is_(None), Unlock.teacher_id == person_id),
        Unlock.first_day <= day,
        Unlock.last_day >= day,
        Unlock.expires_at > now,
    )


def lock_of(
    session: Session, rules: LockRules, class_ids: ClassIds, person_id: int, day: date
) -> Lock | None:
    """Why a person may not change a day of some classes; None if they may: one statement."""
    row = session.execute(
        select(term_closed(class_ids, day), day_unlocked(class_ids, person_id, day, rules.now))
    ).one()
    return rules.lock(day, closed=row[0], unlocked=row[1])


def locks_of(
    session: Session, rules: LockRules, class_ids: ClassIds, person_id: int, days: Collection[date]
) -> dict[date, Lock]:
    """Those of some days of some classes that a person may not change, and why: two statements."""
    closed = session.execute(
        select(Term.starts_on, Term.ends_on)
        .join(ClosedTerm, ClosedTerm.term_id == Term.id)
        .where(ClosedTerm.class_id.in_(class_ids))
    ).all()
    free = session.execute(
        select(Unlock.first_day, Unlock.last_day).where(
            Unlock.class_id.in_(class_ids),
            or_(Unlock.teacher_id.is_(None), Unlock.teacher_id == person_id),
            Unlock.expires_at > rules.now,
        )
    ).all()
    found = {
        day: rules.lock(day, closed=_within(day, closed), unlocked=_within(day, free))
        for day in days
    }
    return {day: lock for day, lock in found.items() if lock is not None}


def _within(day: date, periods: Sequence[Row[date, date]]) -> bool:
    return any(first <= day <= last for first, last in periods)
