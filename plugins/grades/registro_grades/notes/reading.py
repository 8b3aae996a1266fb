"""Reading notes: for the school with whom they are on, for a family with nobody else's name."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from registro_core.api import Enrolment, Person, SchoolClass, SchoolYear, holds_on
from registro_grades.models import Note, NoteReceipt, NoteStudent

# What a home page still reminds of.
RECENT = timedelta(days=45)


@dataclass(frozen=True)
class NoteRow:
    """A note as the school reads it; `students` is empty for a note on the class."""

    students: tuple[str, ...]
    id: int
    class_id: int
    class_name: str
    whole_class: bool
    day: date
    text: str
    author: str
    author_id: int | None
    written_at: datetime
    edited_at: datetime | None
    measure: str | None
    cancelled_at: datetime | None
    cancelled_reason: str | None


@dataclass(frozen=True)
class Wanted:
    """Which notes: a certain one, of a class, of an author, of a year; only the undecided."""

    note_id: int | None = None
    class_id: int | None = None
    author_id: int | None = None
    year_id: int | None = None
    undecided: bool = False

    @property
    def condition(self) -> ColumnElement[bool]:
        """The filter as SQL."""
        asked = (
            (Note.id, self.note_id),
            (Note.class_id, self.class_id),
            (Note.author_id, self.author_id),
            (SchoolClass.year_id, self.year_id),
        )
        parts = [column == value for column, value in asked if value is not None]
        if self.undecided:
            parts += [Note.measure.is_(None), Note.cancelled_at.is_(None)]
        return and_(true(), *parts)


def count_notes(session: Session, wanted: Wanted) -> int:
    """How many notes a list has."""
    statement = (
        select(func.count())
        .select_from(Note)
        .join(SchoolClass, SchoolClass.id == Note.class_id)
        .where(wanted.condition)
    )
    return session.scalar(statement) or 0


def notes_of(session: Session, wanted: Wanted, offset: int, limit: int) -> list[NoteRow]:
    """Notes, newest first, with whom they are on: two statements."""
    statement = _columns().where(wanted.condition).order_by(*_NEWEST).offset(offset).limit(limit)
    rows: Sequence[Any] = session.execute(statement).all()
    named = _students(session, [row.id for row in rows if not row.whole_class])
    return [NoteRow(tuple(named.get(row.id, ())), *row) for row in rows]


_NEWEST = (Note.day.desc(), Note.written_at.desc(), Note.id.desc())


def _columns() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Note.id,
            Note.class_id,
            SchoolClass.name,
            Note.whole_class,
            Note.day,
            Note.text,
            func.coalesce(Person.surname + " " + Person.given_name, ""),
            Note.author_id,
            Note.written_at,
            Note.edited_at,
            Note.measure,
            Note.cancelled_at,
            Note.cancelled_reason,
        )
        .join(SchoolClass, SchoolClass.id == Note.class_id)
        .outerjoin(Person, Person.id == Note.author_id)
    )


def _students(session: Session, note_ids: Collection[int]) -> dict[int, list[str]]:
    if not note_ids:
        return {}
    rows = session.execute(
        select(NoteStudent.note_id, Person.surname + " " + Person.given_name)
        .join(Person, Person.id == NoteStudent.student_id)
        .where(NoteStudent.note_id.in_(note_ids))
        .order_by(Person.surname, Person.given_name)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for note_id, name in rows:
        found[note_id].append(name)
    return found


# ---- a student's notes: nothing of others is even read ----------------------------------


@dataclass(frozen=True)
class StudentNote:
    """A note as the student's family reads it: no other name, and no words of what is void."""

    id: int
    whole_class: bool
    day: date
    text: str
    author: str
    written_at: datetime
    edited_at: datetime | None
    measure: str | None
    measured_at: datetime | None
    cancelled_at: datetime | None
    seen_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether the reader has not confirmed it yet."""
        return self.seen_at is None and self.cancelled_at is None


def concerns(student_id: int) -> ColumnElement[bool]:
    """SQL: whether a note is on a student, by name or with the class of that day (A9)."""
    named = exists().where(NoteStudent.note_id == Note.id, NoteStudent.student_id == student_id)
    in_class = exists().where(
        Enrolment.class_id == Note.class_id,
        Enrolment.student_id == student_id,
        holds_on(Enrolment, Note.day),
    )
    return or_(named, and_(Note.whole_class.is_(True), in_class))


def notes_on(
    session: Session, student_id: int, reader_id: int, year: SchoolYear
) -> list[StudentNote]:
    """The notes on a student in a year, newest first, with the reader's receipts: one statement."""
    seen = and_(
        NoteReceipt.note_id == Note.id,
        NoteReceipt.student_id == student_id,
        NoteReceipt.person_id == reader_id,
    )
    statement = (
        select(
            Note.id,
            Note.whole_class,
            Note.day,
            case((Note.cancelled_at.is_(None), Note.text), else_=""),
            func.coalesce(Person.given_name + " " + Person.surname, ""),
            Note.written_at,
            Note.edited_at,
            Note.measure,
            Note.measured_at,
            Note.cancelled_at,
            NoteReceipt.seen_at,
        )
        .outerjoin(Person, Person.id == Note.author_id)
        .outerjoin(NoteReceipt, seen)
        .where(Note.day.between(year.starts_on, year.ends_on), concerns(student_id))
        .order_by(*_NEWEST)
    )
    return [StudentNote(*row) for row in session.execute(statement)]


def note_on(session: Session, note_id: int, student_id: int) -> Note | None:
    """A note, if it is on a student."""
    return session.scalars(select(Note).where(Note.id == note_id, concerns(student_id))).first()


def classes_of_year(
    session: Session, year_id: int, *, with_notes: bool = False
) -> list[tuple[int, str]]:
    """The classes of a year by name, or only those in which a note was written: one statement."""
    written = exists().where(Note.class_id == SchoolClass.id)
    rows = session.execute(
        select(SchoolClass.id, SchoolClass.name)
        .where(SchoolClass.year_id == year_id, written if with_notes else true())
        .order_by(SchoolClass.name)
    )
    return [(class_id, name) for class_id, name in rows]


def unread_notes(
    session: Session, student_ids: Collection[int], reader_id: int, today: date
) -> dict[int, int]:
    """How many notes of the last weeks a reader has not confirmed, by student: one statement."""
    pupil = aliased(Enrolment)
    named = exists().where(
        NoteStudent.note_id == Note.id, NoteStudent.student_id == pupil.student_id
    )
    seen = exists().where(
        NoteReceipt.note_id == Note.id,
        NoteReceipt.student_id == pupil.student_id,
        NoteReceipt.person_id == reader_id,
    )
    rows = session.execute(
        select(pupil.student_id, func.count(Note.id.distinct()))
        .join(Note, Note.class_id == pupil.class_id)
        .where(
            pupil.student_id.in_(student_ids),
            holds_on(pupil, Note.day),
            Note.day >= today - RECENT,
            Note.cancelled_at.is_(None),
            or_(Note.whole_class.is_(True), named),
            ~seen,
        )
        .group_by(pupil.student_id)
    )
    return dict(rows.all())
