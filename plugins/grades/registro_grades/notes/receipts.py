"""Seen by the family: the receipt of a note (*presa visione*)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import Actor, Change, Person, record_change
from registro_grades.models import Note, NoteReceipt


def see(session: Session, note: Note, student_id: int, actor: Actor, now: datetime) -> None:
    """Remember that somebody has seen a note on a student; the first time is the one kept."""
    if actor.person_id is None:
        return
    key = (note.id, student_id, actor.person_id)
    if session.get(NoteReceipt, key) is not None:
        return
    session.add(
        NoteReceipt(note_id=note.id, student_id=student_id, person_id=actor.person_id, seen_at=now)
    )
    change = Change("grades.note.seen", "grades_note", note.id, student_id=student_id)
    record_change(session, actor, change, now)


@dataclass(frozen=True)
class Seen:
    """Who has seen a note, and when."""

    name: str
    seen_at: datetime


def seen_by(session: Session, note_id: int) -> list[Seen]:
    """Who has seen a note, in order: one statement."""
    rows = session.execute(
        select(Person.given_name + " " + Person.surname, NoteReceipt.seen_at)
        .join(NoteReceipt, NoteReceipt.person_id == Person.id)
        .where(NoteReceipt.note_id == note_id)
        .order_by(NoteReceipt.seen_at, Person.surname)
    )
    return [Seen(name, at) for name, at in rows]
