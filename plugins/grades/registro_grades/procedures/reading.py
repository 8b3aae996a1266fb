"""Reading procedures: one with all that belongs to it, lists of a student, a class, the school."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session

from registro_core.api import Person, SchoolClass, SchoolYear
from registro_grades.models import Note, Outcome, Procedure, ProcedureNote, Sanction
from registro_grades.notes.reading import concerns


@dataclass(frozen=True)
class ProcedureRow:
    """A procedure in a list."""

    id: int
    student_id: int
    student: str
    class_name: str
    opened_on: date
    summoned_on: date
    heard_on: date | None
    outcome: Outcome | None
    first_day: date | None
    last_day: date | None
    cancelled: bool


@dataclass(frozen=True)
class Wanted:
    """Which procedures: on a student, of a class, of a school year."""

    student_id: int | None = None
    class_id: int | None = None
    year_id: int | None = None

    @property
    def condition(self) -> ColumnElement[bool]:
        """The filter as SQL."""
        asked = (
            (Procedure.student_id, self.student_id),
            (Procedure.class_id, self.class_id),
            (SchoolClass.year_id, self.year_id),
        )
        return and_(true(), *(column == value for column, value in asked if value is not None))


def count_procedures(session: Session, wanted: Wanted) -> int:
    """How many procedures a list has."""
    statement = (
        select(func.count(Procedure.id))
        .join(SchoolClass, SchoolClass.id == Procedure.class_id)
        .where(wanted.condition)
    )
    return session.scalar(statement) or 0


def procedures_of(session: Session, wanted: Wanted, offset: int, limit: int) -> list[ProcedureRow]:
    """Procedures, newest first: one statement."""
    statement = (
        select(
            Procedure.id,
            Procedure.student_id,
            Person.surname + " " + Person.given_name,
            SchoolClass.name,
            Procedure.opened_on,
            Procedure.summoned_on,
            Procedure.heard_on,
            Procedure.outcome,
            Sanction.first_day,
            Sanction.last_day,
            Procedure.cancelled_at.is_not(None),
        )
        .join(Person, Person.id == Procedure.student_id)
        .join(SchoolClass, SchoolClass.id == Procedure.class_id)
        .outerjoin(Sanction, Sanction.procedure_id == Procedure.id)
        .where(wanted.condition)
        .order_by(Procedure.opened_on.desc(), Procedure.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [ProcedureRow(*row) for row in session.execute(statement)]


def notes_to_choose(session: Session, student_id: int, year: SchoolYear) -> list[tuple[int, str]]:
    """The notes on a student in a year, to rest a procedure on: id and first words."""
    rows = session.execute(
        select(Note.id, Note.day, Note.text)
        .where(
            Note.day.between(year.starts_on, year.ends_on),
            Note.cancelled_at.is_(None),
            concerns(student_id),
        )
        .order_by(Note.day.desc(), Note.id.desc())
    )
    return [(note_id, f"{day:%d/%m} {text[:80]}") for note_id, day, text in rows]


@dataclass(frozen=True)
class RestsOn:
    """A note that a procedure rests on."""

    id: int
    class_id: int
    day: date


def rests_on(session: Session, procedure_id: int) -> list[RestsOn]:
    """The notes a procedure rests on: one statement."""
    rows = session.execute(
        select(Note.id, Note.class_id, Note.day)
        .join(ProcedureNote, ProcedureNote.note_id == Note.id)
        .where(ProcedureNote.procedure_id == procedure_id)
        .order_by(Note.day)
    )
    return [RestsOn(*row) for row in rows]
