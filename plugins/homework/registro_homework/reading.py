"""The rows that pages show."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Subquery,
    and_,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from registro_core.api import (
    Group,
    GroupClass,
    Person,
    SchoolClass,
    Subject,
    Text,
    school_day,
)
from registro_homework.labels import ICONS, KINDS, hour_of
from registro_homework.models import Assignment, ChosenStudent, Done, HandIn, Kind, News
from registro_homework.reach import Students, reach


@dataclass(frozen=True)
class Row:
    """Something assigned, to be read."""

    id: int
    kind: Kind
    class_id: int
    class_name: str
    group: str
    subject_id: int
    subject: str
    teacher_id: int | None
    teacher: str
    assigned_on: date
    due_on: date
    text: str
    minutes: int | None
    links: list[str]
    hand_in: bool
    chosen: bool
    changed_at: datetime | None
    cancelled_at: datetime | None
    cancelled_reason: str | None
    news: News
    version: int
    slot: int | None

    @property
    def place(self) -> str:
        """The class or group, for lists."""
        return self.group or self.class_name

    @property
    def label(self) -> Text:
        """What it is, in a word."""
        return KINDS[self.kind]

    @property
    def hour(self) -> Text:
        """Of a test the hour, where it is known."""
        return hour_of(self.slot)

    @property
    def icon(self) -> str:
        """Its icon."""
        return ICONS[self.kind]


def columns() -> tuple[Any, ...]:
    """What a `Row` is made of."""
    return (
        Assignment.id,
        Assignment.kind,
        Assignment.class_id,
        SchoolClass.name,
        func.coalesce(Group.name, ""),
        Assignment.subject_id,
        Subject.name,
        Assignment.teacher_id,
        func.coalesce(Person.given_name + " " + Person.surname, ""),
        *(Assignment.assigned_on, Assignment.due_on, Assignment.text, Assignment.minutes),
        *(Assignment.links, Assignment.hand_in, Assignment.chosen, Assignment.changed_at),
        *(Assignment.cancelled_at, Assignment.cancelled_reason, Assignment.news),
        *(Assignment.version, Assignment.slot),
    )


def named(statement: Select[Any]) -> Select[Any]:
    """Join what gives a row its names."""
    return (
        statement.join(SchoolClass, SchoolClass.id == Assignment.class_id)
        .join(Subject, Subject.id == Assignment.subject_id)
        .outerjoin(Group, Group.id == Assignment.group_id)
        .outerjoin(Person, Person.id == Assignment.teacher_id)
    )


def of_class(class_id: int | BindParameter[Any]) -> ColumnElement[bool]:
    """SQL: what was assigned in a class, or in a group that takes students of it."""
    groups = select(GroupClass.group_id).where(GroupClass.class_id == class_id)
    return or_(Assignment.class_id == class_id, Assignment.group_id.in_(groups))


def rows(
    session: Session,
    conditions: Sequence[ColumnElement[bool]],
    *,
    newest_first: bool = False,
    offset: int = 0,
    limit: int | None = None,
) -> list[Row]:
    """Assignments by the day they are due: one statement."""
    statement = named(select(*columns()).select_from(Assignment)).where(*conditions)
    order = (Assignment.due_on, Assignment.id)
    statement = statement.order_by(*(each.desc() if newest_first else each for each in order))
    found = session.execute(statement.offset(offset).limit(limit))
    return [Row(*row) for row in found]


def count(session: Session, conditions: Sequence[ColumnElement[bool]]) -> int:
    """How many assignments there are."""
    return session.scalar(select(func.count(Assignment.id)).where(*conditions)) or 0


@dataclass(frozen=True)
class StudentRow:
    """Something assigned to a student, with how far they are."""

    row: Row
    student_id: int
    done_at: datetime | None
    handed_in_at: datetime | None
    returned_at: datetime | None

    @property
    def late(self) -> bool:
        """Whether it was handed in after the day for which it was due."""
        return self.handed_in_at is not None and school_day(self.handed_in_at) > self.row.due_on


def student_rows(
    session: Session,
    students: Collection[int],
    conditions: Sequence[ColumnElement[bool]],
    *,
    newest_first: bool = False,
    offset: int = 0,
    limit: int | None = None,
) -> list[StudentRow]:
    """What students have to do, by the day it is due: one statement."""
    if not students:
        return []
    statement = student_statement(conditions, students, newest_first=newest_first)
    return student_rows_from(session.execute(statement.offset(offset).limit(limit)))


def student_statement(
    conditions: Sequence[ColumnElement[bool]], students: Students, *, newest_first: bool = False
) -> Select[Any]:
    """What `student_rows` asks: to be built once by pages that are opened often."""
    reached = reach(conditions, students)
    statement = _with_progress(
        named(
            select(*columns(), reached.c.student_id)
            .add_columns(Done.done_at, HandIn.handed_in_at, HandIn.returned_at)
            .select_from(Assignment)
            .join(reached, reached.c.assignment_id == Assignment.id)
        ),
        reached,
    )
    order = (Assignment.due_on, Assignment.id)
    return statement.order_by(*(each.desc() if newest_first else each for each in order))


def student_rows_from(found: Iterable[Any]) -> list[StudentRow]:
    """The rows of `student_statement`."""
    return [StudentRow(Row(*row[:-4]), *row[-4:]) for row in found]


def _with_progress(statement: Select[Any], reached: Subquery) -> Select[Any]:
    same_student = reached.c.student_id
    return statement.outerjoin(
        Done, and_(Done.assignment_id == Assignment.id, Done.student_id == same_student)
    ).outerjoin(
        HandIn, and_(HandIn.assignment_id == Assignment.id, HandIn.student_id == same_student)
    )


def count_of_student(
    session: Session, student_id: int, conditions: Sequence[ColumnElement[bool]]
) -> int:
    """How many assignments a student has."""
    reached = reach(conditions, [student_id])
    return session.scalar(select(func.count()).select_from(reached)) or 0


def names_of_chosen(session: Session, ids: Collection[int]) -> dict[int, list[str]]:
    """The students for whom alone something is, by assignment: one statement."""
    if not ids:
        return {}
    student = aliased(Person)
    found: dict[int, list[str]] = {}
    statement = (
        select(ChosenStudent.assignment_id, student.surname + " " + student.given_name)
        .join(student, student.id == ChosenStudent.student_id)
        .where(ChosenStudent.assignment_id.in_(ids))
        .order_by(student.surname, student.given_name)
    )
    for assignment_id, name in session.execute(statement):
        found.setdefault(assignment_id, []).append(name)
    return found
