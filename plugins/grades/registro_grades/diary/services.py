"""Keeping a diary: every statement names the owner, so that no page can read another's."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from registro_core.api import Actor, Change, Enrolment, Person, SchoolClass, holds_on, record_change
from registro_grades.models import DiaryEntry


@dataclass(frozen=True)
class Draft:
    """What was typed: on a student, on a class, or on neither."""

    day: date
    text: str
    class_id: int | None = None
    student_id: int | None = None


def own_entry(session: Session, owner_id: int, entry_id: int) -> DiaryEntry | None:
    """An entry of somebody's diary; None if it is another's."""
    statement = select(DiaryEntry).where(DiaryEntry.id == entry_id, DiaryEntry.owner_id == owner_id)
    return session.scalars(statement).first()


def write(session: Session, owner_id: int, draft: Draft, actor: Actor, now: datetime) -> DiaryEntry:
    """Store an entry."""
    entry = DiaryEntry(
        owner_id=owner_id,
        day=draft.day,
        text=draft.text,
        class_id=draft.class_id,
        student_id=draft.student_id,
        written_at=now,
    )
    session.add(entry)
    session.flush()
    _record(session, entry.id, "written", actor, now)
    return entry


def rewrite(session: Session, entry: DiaryEntry, draft: Draft, actor: Actor, now: datetime) -> None:
    """Change an entry."""
    entry.day, entry.text = draft.day, draft.text
    entry.class_id, entry.student_id = draft.class_id, draft.student_id
    _record(session, entry.id, "changed", actor, now)


def delete(session: Session, entry: DiaryEntry, actor: Actor, now: datetime) -> None:
    """Delete an entry for good: it is no record of the school."""
    entry_id = entry.id
    session.delete(entry)
    _record(session, entry_id, "deleted", actor, now)


def _record(session: Session, entry_id: int, what: str, actor: Actor, now: datetime) -> None:
    # Neither words nor whom it is about: the head and the administrator read the log.
    change = Change(f"grades.diary.{what}", "grades_diary", entry_id)
    record_change(session, actor, change, now)


# ---- reading -------------------------------------------------------------------------------


@dataclass(frozen=True)
class EntryRow:
    """An entry to be read by its owner."""

    id: int
    day: date
    text: str
    class_name: str | None
    student: str | None


@dataclass(frozen=True)
class Wanted:
    """Which of one's own entries: on a class, on a student, with a word in it."""

    owner_id: int
    class_id: int | None = None
    student_id: int | None = None
    word: str = ""

    @property
    def condition(self) -> ColumnElement[bool]:
        """The filter as SQL."""
        parts = [DiaryEntry.owner_id == self.owner_id]
        if self.class_id is not None:
            parts.append(DiaryEntry.class_id == self.class_id)
        if self.student_id is not None:
            parts.append(DiaryEntry.student_id == self.student_id)
        if self.word:
            parts.append(DiaryEntry.text.icontains(self.word, autoescape=True))
        return and_(*parts)


def count_entries(session: Session, wanted: Wanted) -> int:
    """How many entries a list has."""
    return session.scalar(select(func.count(DiaryEntry.id)).where(wanted.condition)) or 0


def entries_of(session: Session, wanted: Wanted, offset: int, limit: int) -> list[EntryRow]:
    """Entries, newest first: one statement."""
    statement = (
        select(
            DiaryEntry.id,
            DiaryEntry.day,
            DiaryEntry.text,
            SchoolClass.name,
            Person.surname + " " + Person.given_name,
        )
        .outerjoin(SchoolClass, SchoolClass.id == DiaryEntry.class_id)
        .outerjoin(Person, Person.id == DiaryEntry.student_id)
        .where(wanted.condition)
        .order_by(DiaryEntry.day.desc(), DiaryEntry.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [EntryRow(*row) for row in session.execute(statement)]


@dataclass(frozen=True)
class About:
    """Somebody, or a class, that an entry may be about; `student_id` is None for the class."""

    class_id: int
    student_id: int | None
    label: str

    @property
    def value(self) -> str:
        """As the form sends it."""
        return (
            f"{self.class_id}" if self.student_id is None else f"{self.class_id}/{self.student_id}"
        )


def subjects_of(session: Session, class_ids: Collection[int], today: date) -> list[About]:
    """What a teacher of some classes may write about: each class, then its students: one statement."""
    if not class_ids:
        return []
    rows = session.execute(
        select(SchoolClass.id, SchoolClass.name, Person.id, Person.surname, Person.given_name)
        .join(Enrolment, Enrolment.class_id == SchoolClass.id)
        .join(Person, Person.id == Enrolment.student_id)
        .where(SchoolClass.id.in_(class_ids), holds_on(Enrolment, today))
        .order_by(SchoolClass.name, Person.surname, Person.given_name)
    )
    found: list[About] = []
    for class_id, class_name, student_id, surname, given_name in rows:
        if not found or found[-1].class_id != class_id:
            found.append(About(class_id, None, class_name))
        found.append(About(class_id, student_id, f"{class_name} · {surname} {given_name}"))
    return found
