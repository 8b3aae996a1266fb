"""Who may be served at the desk, and by whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from registro_core.api import (
    DutyKind,
    Enrolment,
    Identity,
    Person,
    Relation,
    SchoolClass,
    SchoolContext,
    holds_on,
)

SHOWN = 20
SHORTEST = 2


class DeskContext(SchoolContext):
    """The desk: who coordinates a class serves its students, the others those of the school."""

    def relations(self, identity: Identity) -> frozenset[Relation]:
        """Add COORDINATOR_OF_CLASS for who coordinates any class."""
        held = super().relations(identity)
        coordinates = any(kind is DutyKind.COORDINATOR for _, kind in identity.relations.duties)
        return held | {Relation.COORDINATOR_OF_CLASS} if coordinates else held


@dataclass(frozen=True)
class Found:
    """A student of today, as the search of the desk finds them."""

    id: int
    name: str
    class_id: int
    class_name: str
    birth_date: date | None


def search(
    session: Session, text: str, class_ids: Collection[int] | None, today: date
) -> list[Found]:
    """Students whose surname or name begins with a text, in classes (None: all): at most twenty."""
    text = text.strip()
    if len(text) < SHORTEST:
        return []
    surname = Person.surname.istartswith(text, autoescape=True)
    return _found(
        session,
        or_(surname, Person.given_name.istartswith(text, autoescape=True)),
        class_ids,
        today,
    )


def student_of(
    session: Session, student_id: int, class_ids: Collection[int] | None, today: date
) -> Found | None:
    """A student of today, if one of these classes'."""
    return next(iter(_found(session, Person.id == student_id, class_ids, today)), None)


def _found(
    session: Session, condition: ColumnElement[bool], class_ids: Collection[int] | None, today: date
) -> list[Found]:
    statement = (
        select(
            Person.id,
            Person.surname + " " + Person.given_name,
            SchoolClass.id,
            SchoolClass.name,
            Person.birth_date,
        )
        .join(Enrolment, Enrolment.student_id == Person.id)
        .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
        .where(
            condition,
            holds_on(Enrolment, today),
        )
        .order_by(Person.surname, Person.given_name, Person.id)
        .limit(SHOWN)
    )
    if class_ids is not None:
        statement = statement.where(SchoolClass.id.in_(class_ids))
    return [Found(*row) for row in session.execute(statement).all()]
