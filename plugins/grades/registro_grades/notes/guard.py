"""The guard of names: whom a note's text names beside those it is on (V4, row 73)."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import Enrolment, Person, holds_on
from registro_grades.notes.names import Named, names_in


def others_named(
    session: Session, text: str, class_id: int, day: date, about: Collection[int]
) -> list[Named]:
    """The students a text names, those it is about left out: one statement.

    Of a note on a whole class nobody may be named, so `about` is empty.
    """
    rows = session.execute(
        select(Person.id, Person.surname, Person.given_name, Enrolment.class_id)
        .join(Enrolment, Enrolment.student_id == Person.id)
        .where(holds_on(Enrolment, day))
        .order_by(Person.surname, Person.given_name)
    )
    people = [
        Named(student_id, surname, given_name, near=of_class == class_id)
        for student_id, surname, given_name, of_class in rows
        if student_id not in about
    ]
    return names_in(text, people)
