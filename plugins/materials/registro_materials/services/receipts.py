"""Who opened what, and when for the first time (*presa visione*)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CompoundSelect, and_, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from registro_core.api import (
    Enrolment,
    GroupMember,
    Guardianship,
    Person,
    guards_on,
    holds_on,
)
from registro_materials.models import Receipt, Share


def was_opened(session: Session, item_id: int, person_id: int, file_id: int | None) -> bool:
    """Whether somebody has a receipt already."""
    same = Receipt.file_id.is_(None) if file_id is None else Receipt.file_id == file_id
    statement = select(Receipt.id).where(
        Receipt.item_id == item_id, Receipt.person_id == person_id, same
    )
    return session.scalar(statement) is not None


def note_opened(
    session: Session, item_id: int, person_id: int, file_id: int | None, now: datetime
) -> None:
    """Remember that somebody opened an item or a file; the first time counts."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"item_id": item_id, "person_id": person_id, "file_id": file_id, "opened_at": now}
    session.execute(insert(Receipt).values(row).on_conflict_do_nothing())


@dataclass(frozen=True)
class Opened:
    """A student with whom an item is shared, and what they and their parents have opened."""

    student_id: int
    name: str
    by_student: datetime | None
    by_family: datetime | None
    files: int


def opened_by(session: Session, item_id: int, today: date) -> list[Opened]:
    """The students an item is shared with today, by name, and when it was opened: one statement."""
    family = (
        select(Guardianship.guardian_id)
        .where(Guardianship.student_id == Person.id, guards_on(today))
        .correlate(Person)
    )
    page = and_(Receipt.item_id == item_id, Receipt.file_id.is_(None))
    by_student = select(Receipt.opened_at).where(page, Receipt.person_id == Person.id)
    by_family = select(func.min(Receipt.opened_at)).where(page, Receipt.person_id.in_(family))
    files = select(func.count(Receipt.file_id.distinct())).where(
        Receipt.item_id == item_id,
        Receipt.file_id.is_not(None),
        or_(Receipt.person_id == Person.id, Receipt.person_id.in_(family)),
    )
    statement = (
        select(
            Person.id,
            Person.surname + " " + Person.given_name,
            by_student.scalar_subquery(),
            by_family.correlate(Person).scalar_subquery(),
            files.correlate(Person).scalar_subquery(),
        )
        .where(Person.id.in_(students_of_item(item_id, today)))
        .order_by(Person.surname, Person.given_name, Person.id)
    )
    return [Opened(*row) for row in session.execute(statement)]


def students_of_item(item_id: int, today: date) -> CompoundSelect[Any]:
    """Ids of the students an item is shared with, as SQL, whether its day has come or not."""
    mine = and_(Share.item_id == item_id, Share.ended_at.is_(None))
    return (
        select(Share.student_id)
        .where(mine, Share.student_id.is_not(None))
        .union(
            select(Enrolment.student_id)
            .join(Share, Share.class_id == Enrolment.class_id)
            .where(mine, holds_on(Enrolment, today)),
            select(GroupMember.student_id)
            .join(Share, Share.group_id == GroupMember.group_id)
            .where(mine, holds_on(GroupMember, today)),
        )
    )


def opened_by_colleagues(session: Session, item_id: int) -> list[tuple[str, datetime | None]]:
    """The colleagues an item is shared with, by name, and when they opened it: one statement."""
    opened = (
        select(Receipt.opened_at)
        .where(
            Receipt.item_id == item_id,
            Receipt.file_id.is_(None),
            Receipt.person_id == Person.id,
        )
        .scalar_subquery()
    )
    shared = select(Share.colleague_id).where(
        Share.item_id == item_id, Share.ended_at.is_(None), Share.colleague_id.is_not(None)
    )
    rows = session.execute(
        select(Person.surname + " " + Person.given_name, opened)
        .where(Person.id.in_(shared))
        .order_by(Person.surname, Person.given_name)
    )
    return [(row[0], row[1]) for row in rows]
