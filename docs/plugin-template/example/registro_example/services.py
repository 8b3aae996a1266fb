"""The rules of the board, with no web in them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from registro_core.api import Actor, Change, record_change
from registro_example.models import Note

SHOWN = 50


def latest(session: Session) -> Sequence[Row[str, datetime]]:
    """Return text and instant of the latest notes, newest first: one statement, columns only."""
    statement = select(Note.text, Note.written_at).order_by(Note.id.desc()).limit(SHOWN)
    return session.execute(statement).all()


def write(session: Session, text: str, actor: Actor, now: datetime) -> Note:
    """Put a note on the board, and say so in the audit log."""
    note = Note(text=text, author_id=actor.person_id, written_at=now)
    session.add(note)
    session.flush()
    change = Change("example.note.written", "example_note", note.id, after={"text": text})
    record_change(session, actor, change, now)
    return note


def texts_of(session: Session, person_id: int) -> Sequence[str]:
    """Return what a person wrote."""
    return session.scalars(select(Note.text).where(Note.author_id == person_id)).all()


def forget_author(session: Session, person_id: int) -> None:
    """Keep a person's notes without their name."""
    session.execute(update(Note).where(Note.author_id == person_id).values(author_id=None))
