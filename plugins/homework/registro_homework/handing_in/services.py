"""Handing in and giving back: rules and reading, no web."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from registro_core.api import (
    Actor,
    Change,
    Person,
    StoredFile,
    check_version,
    record_change,
    school_day,
)
from registro_homework.attached.services import replace_files
from registro_homework.models import Assignment, Done, HandIn
from registro_homework.reach import reach


def hand_in_of(session: Session, assignment_id: int, student_id: int) -> HandIn | None:
    """What a student handed in; None if nothing yet."""
    statement = select(HandIn).where(
        HandIn.assignment_id == assignment_id, HandIn.student_id == student_id
    )
    return session.scalars(statement).first()


@dataclass(frozen=True)
class Given:
    """What a student hands in; `seen` is the version of what the form was shown, 0 for nothing."""

    text: str
    files: tuple[StoredFile, ...]
    seen: int


def hand_in(
    session: Session,
    row: Assignment,
    student_id: int,
    given: Given,
    actor: Actor,
    now: datetime,
) -> HandIn:
    """Store what a student hands in; again it takes the place of what was there.

    Files of before stay where none come.

    Raise `Conflict` if somebody handed in, or gave back, since the form was shown.
    """
    found = hand_in_of(session, row.id, student_id)
    before: dict[str, object] = {}
    if found is None:
        found = HandIn(
            assignment_id=row.id, student_id=student_id, text=given.text, handed_in_at=now
        )
        session.add(found)
    else:
        before = {"text": found.text}
        check_version(found, given.seen)
        found.text, found.handed_in_at, found.returned_at = given.text, now, None
    session.flush()
    replace_files(session, found.id, given.files)
    after: dict[str, object] = {"text": given.text, "files": [each.name for each in given.files]}
    _record(session, found, "handed-in", actor, now, before, after)
    return found


def give_back(
    session: Session, found: HandIn, comment: str | None, actor: Actor, now: datetime
) -> None:
    """Give it back with a comment: the student may hand in again."""
    before: dict[str, object] = {"comment": found.comment}
    found.comment, found.returned_at, found.returned_by = comment, now, actor.person_id
    session.flush()
    _record(session, found, "returned", actor, now, before, {"comment": comment})


def _record(
    session: Session,
    found: HandIn,
    what: str,
    actor: Actor,
    now: datetime,
    before: dict[str, object],
    after: dict[str, object],
) -> None:
    change = Change(
        act=f"homework.{what}",
        object_type="homework_hand_in",
        object_id=found.id,
        before=before,
        after=after,
        student_id=found.student_id,
    )
    record_change(session, actor, change, now)


def is_late(handed_in_at: datetime, due_on: date) -> bool:
    """Whether something came after the day, in Italy, for which it was due."""
    return school_day(handed_in_at) > due_on


@dataclass(frozen=True)
class HandInRow:
    """A student of an assignment, with what they handed in."""

    student_id: int
    name: str
    hand_in_id: int | None
    text: str
    handed_in_at: datetime | None
    comment: str | None
    returned_at: datetime | None
    done_at: datetime | None
    due_on: date

    @property
    def late(self) -> bool:
        """Whether it came after the day for which it was due."""
        return self.handed_in_at is not None and is_late(self.handed_in_at, self.due_on)


def hand_in_rows(session: Session, row: Assignment) -> list[HandInRow]:
    """Every student whom something reaches, by surname, with what they handed in: one statement."""
    reached = reach([Assignment.id == row.id])
    statement = (
        select(
            Person.id,
            Person.surname + " " + Person.given_name,
            HandIn.id,
            HandIn.text,
            HandIn.handed_in_at,
            HandIn.comment,
            HandIn.returned_at,
            Done.done_at,
        )
        .select_from(reached)
        .join(Person, Person.id == reached.c.student_id)
        .outerjoin(HandIn, and_(HandIn.assignment_id == row.id, HandIn.student_id == Person.id))
        .outerjoin(Done, and_(Done.assignment_id == row.id, Done.student_id == Person.id))
        .order_by(Person.surname, Person.given_name, Person.id)
    )
    return [HandInRow(*each, row.due_on) for each in session.execute(statement)]
