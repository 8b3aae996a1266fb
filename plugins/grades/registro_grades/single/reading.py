"""What stands around a mark: the student, who saw it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import Person
from registro_grades.models import Receipt


@dataclass(frozen=True)
class Reader:
    """Somebody who has seen a mark (*presa visione*)."""

    name: str
    seen_at: datetime


def readers_of(session: Session, mark_id: int) -> list[Reader]:
    """Who has seen a mark, the first one first: one statement."""
    rows = session.execute(
        select((Person.given_name + " " + Person.surname).label("name"), Receipt.seen_at)
        .join(Person, Person.id == Receipt.person_id)
        .where(Receipt.mark_id == mark_id)
        .order_by(Receipt.seen_at)
    )
    return [Reader(*row) for row in rows]
