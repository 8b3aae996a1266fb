"""Who is assessed: the students of a course, each in the days of their stay (A9, G7, L5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from registro_core.api import Enrolment, GroupMember, Person
from registro_grades.courses.course import Course


@dataclass(frozen=True)
class Stay:
    """A stretch of days in which a student was in a course."""

    starts_on: date
    ends_on: date | None

    def on(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class Student:
    """A student of a course, with every stay in it."""

    id: int
    surname: str
    given_name: str
    stays: tuple[Stay, ...]

    @property
    def name(self) -> str:
        """Surname first, as registers list students."""
        return f"{self.surname} {self.given_name}"

    def here_on(self, day: date) -> bool:
        """Whether the student was in the course on a day."""
        return any(stay.on(day) for stay in self.stays)


def students_of(session: Session, course: Course, first: date, last: date) -> list[Student]:
    """Who was in a course between two days, by surname, who left included: one statement."""
    found: dict[int, tuple[str, str, list[Stay]]] = {}
    for row in session.execute(_statement(course, first, last)):
        if course.share.includes(row.religion):
            known = found.setdefault(row.id, (row.surname, row.given_name, []))
            known[2].append(_stay(row))
    return [
        Student(student_id, surname, given_name, tuple(stays))
        for student_id, (surname, given_name, stays) in found.items()
    ]


def _stay(row: Any) -> Stay:
    """The days common to the stay in the class and, if there is one, in the group."""
    starts = max(row.starts_on, row.joined_on or row.starts_on)
    ends = [day for day in (row.ends_on, row.left_on) if day is not None]
    return Stay(starts, min(ends, default=None))


def _statement(course: Course, first: date, last: date) -> Select[*tuple[Any, ...]]:
    in_group = course.key.group_id is not None
    joined: Any = GroupMember.starts_on if in_group else Enrolment.starts_on
    left: Any = GroupMember.ends_on if in_group else Enrolment.ends_on
    statement = (
        select(
            Person.id,
            Person.surname,
            Person.given_name,
            Enrolment.religion,
            Enrolment.starts_on,
            Enrolment.ends_on,
            joined.label("joined_on"),
            left.label("left_on"),
        )
        .join(Enrolment, Enrolment.student_id == Person.id)
        .where(_overlaps(Enrolment, first, last))
        .order_by(Person.surname, Person.given_name, Person.id, Enrolment.starts_on)
    )
    if not in_group:
        return statement.where(Enrolment.class_id == course.class_id)
    # Students of several classes may be in a group: the enrolment is that of any class.
    return statement.join(GroupMember, GroupMember.student_id == Person.id).where(
        GroupMember.group_id == course.key.group_id, _overlaps(GroupMember, first, last)
    )


def _overlaps(dated: Any, first: date, last: date) -> Any:
    return (dated.starts_on <= last) & or_(dated.ends_on.is_(None), dated.ends_on >= first)


def by_id(students: Sequence[Student]) -> dict[int, Student]:
    """The students by their id."""
    return {student.id: student for student in students}
