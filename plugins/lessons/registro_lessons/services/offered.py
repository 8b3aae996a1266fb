"""What the editor of the timetable offers for a class: its teachings and its groups."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from registro_core.api import Group, GroupClass, Person, Subject, Teaching


def teachings_of(session: Session, class_id: int, day: date) -> list[tuple[int, str, int, str]]:
    """Teachers and subjects of a class on a day: (teacher id, name, subject id, subject)."""
    statement = (
        select(Person.id, Person.surname, Person.given_name, Subject.id, Subject.name)
        .join(Teaching, Teaching.teacher_id == Person.id)
        .join(Subject, Subject.id == Teaching.subject_id)
        .where(
            Teaching.class_id == class_id,
            or_(Teaching.ends_on.is_(None), Teaching.ends_on >= day),
        )
        .order_by(Person.surname, Person.given_name, Subject.name)
    )
    return [
        (person_id, f"{surname} {given_name}", subject_id, subject)
        for person_id, surname, given_name, subject_id, subject in session.execute(statement)
    ]


def groups_of(session: Session, class_id: int) -> list[tuple[int, str]]:
    """The groups in which students of a class are taught apart (L5)."""
    statement = (
        select(Group.id, Group.name)
        .join(GroupClass, GroupClass.group_id == Group.id)
        .where(GroupClass.class_id == class_id)
        .order_by(Group.name)
    )
    return [(row.id, row.name) for row in session.execute(statement)]
