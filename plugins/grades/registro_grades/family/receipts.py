"""Seen by the family: a receipt for each mark (*presa visione*, row 69)."""

from collections.abc import Iterable

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from registro_core.api import Actor, Change, record_changes
from registro_grades.family.reading import FamilyMark, Reader
from registro_grades.models import Receipt


def see(session: Session, waiting: Iterable[FamilyMark], reader: Reader, actor: Actor) -> int:
    """Remember that a reader has seen marks; return how many. A changed mark is seen anew."""
    seen = [each for each in waiting if each.waits]
    if not seen:
        return 0
    rows = [
        {"mark_id": each.mark.id, "person_id": reader.person_id, "seen_at": reader.now}
        for each in seen
        if each.seen_at is None
    ]
    again = [each.mark.id for each in seen if each.seen_at is not None]
    if rows:
        session.execute(insert(Receipt), rows)
    if again:
        session.execute(
            update(Receipt)
            .where(Receipt.mark_id.in_(again), Receipt.person_id == reader.person_id)
            .values(seen_at=reader.now)
        )
    changes = [
        Change("grades.mark.seen", "grades_mark", each.mark.id, student_id=each.mark.student_id)
        for each in seen
    ]
    record_changes(session, actor, changes, reader.now)
    return len(seen)
