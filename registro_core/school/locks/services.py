"""Closing and reopening terms, and giving locked days free: what is stored and logged (L7)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.audit.services import Change, record_change
from registro_core.items import Actor
from registro_core.people.models import Person
from registro_core.school.locks.models import ClosedTerm, Unlock
from registro_core.school.models import SchoolClass, Term


def close_term(
    session: Session, actor: Actor, term: Term, class_ids: Collection[int], now: datetime
) -> int:
    """Make a term read-only for classes (L7a); return for how many it was not yet."""
    already = set(session.scalars(select(ClosedTerm.class_id).where(ClosedTerm.term_id == term.id)))
    fresh = sorted(set(class_ids) - already)
    session.add_all(ClosedTerm(term_id=term.id, class_id=c, closed_at=now) for c in fresh)
    session.flush()
    if fresh:
        change = Change("term.closed", "term", term.id, after=_told(term, fresh))
        record_change(session, actor, change, now)
    return len(fresh)


def reopen_term(
    session: Session, actor: Actor, term: Term, class_id: int, reason: str, now: datetime
) -> bool:
    """Let a class's term be changed again; False if it was not closed."""
    row = session.get(ClosedTerm, (class_id, term.id))
    if row is None:
        return False
    session.delete(row)
    told = _told(term, [class_id])
    change = Change("term.reopened", "term", term.id, after=told, reason=reason)
    record_change(session, actor, change, now)
    return True


def _told(term: Term, class_ids: list[int]) -> Mapping[str, object]:
    return {"term": term.name, "classes": class_ids}


def grant_unlock(session: Session, actor: Actor, unlock: Unlock) -> None:
    """Give locked days free until an instant; the log keeps who, what and why (L7c)."""
    session.add(unlock)
    session.flush()
    after = {
        "class_id": unlock.class_id,
        "teacher_id": unlock.teacher_id,
        "first_day": unlock.first_day.isoformat(),
        "last_day": unlock.last_day.isoformat(),
        "expires_at": unlock.expires_at.isoformat(),
    }
    change = Change("unlock.granted", "unlock", unlock.id, after=after, reason=unlock.reason)
    record_change(session, actor, change, unlock.created_at)


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
    """Unlocks that still hold, with the names of class and teacher, the first to end first."""
    statement = (
        select(
            SchoolClass.name,
            (Person.surname + " " + Person.given_name).label("teacher"),
            Unlock.first_day,
            Unlock.last_day,
            Unlock.expires_at,
            Unlock.reason,
        )
        .join(SchoolClass, SchoolClass.id == Unlock.class_id)
        .outerjoin(Person, Person.id == Unlock.teacher_id)
        .where(Unlock.expires_at > now)
        .order_by(Unlock.expires_at)
    )
    return list(session.execute(statement))
