"""Writing notes, rewriting them while they are fresh, cancelling them, and the head's measure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from registro_core.api import Actor, Change, record_changes, roster
from registro_grades.models import Note, NoteStudent


@dataclass(frozen=True)
class Draft:
    """What a teacher typed. `student_ids` is empty for a note on the whole class."""

    day: date
    text: str
    student_ids: frozenset[int]
    names_kept: bool = False

    @property
    def whole_class(self) -> bool:
        """Whether the note is on everybody."""
        return not self.student_ids


def students_of(session: Session, note: Note) -> frozenset[int]:
    """Whom a note concerns: those it names, or everybody in the class that day (A9)."""
    if note.whole_class:
        return frozenset(row.student_id for row in roster(session, note.class_id, note.day))
    return frozenset(
        session.scalars(select(NoteStudent.student_id).where(NoteStudent.note_id == note.id))
    )


def write(session: Session, class_id: int, draft: Draft, actor: Actor, now: datetime) -> Note:
    """Store a note as its author wrote it."""
    note = Note(
        class_id=class_id,
        whole_class=draft.whole_class,
        day=draft.day,
        text=draft.text,
        names_kept=draft.names_kept,
        author_id=actor.person_id,
        written_at=now,
    )
    session.add(note)
    session.flush()
    _name(session, note, draft.student_ids)
    _record(session, note, "written", actor, now, {}, _told(note, draft.student_ids))
    return note


def rewrite(session: Session, note: Note, draft: Draft, actor: Actor, now: datetime) -> None:
    """Change a fresh note; whether it still is, the caller has asked (`may_rewrite`)."""
    before = _told(note, students_of(session, note))
    session.execute(delete(NoteStudent).where(NoteStudent.note_id == note.id))
    note.whole_class = draft.whole_class
    note.day, note.text, note.names_kept = draft.day, draft.text, draft.names_kept
    note.edited_at = now
    _name(session, note, draft.student_ids)
    _record(session, note, "changed", actor, now, before, _told(note, draft.student_ids))


def cancel(session: Session, note: Note, reason: str, actor: Actor, now: datetime) -> None:
    """Cancel a note: it stays, with when and why."""
    note.cancelled_at, note.cancelled_reason = now, reason
    _record(session, note, "cancelled", actor, now, {"text": note.text}, {}, reason)


def measure(session: Session, note: Note, text: str, actor: Actor, now: datetime) -> None:
    """Write down what the head decided about a note (*provvedimento*)."""
    before: dict[str, object] = {"measure": note.measure}
    note.measure, note.measured_by, note.measured_at = text, actor.person_id, now
    _record(session, note, "decided", actor, now, before, {"measure": text})


def _name(session: Session, note: Note, student_ids: Collection[int]) -> None:
    session.add_all(NoteStudent(note_id=note.id, student_id=s) for s in sorted(student_ids))


def _told(note: Note, student_ids: Collection[int]) -> dict[str, object]:
    return {
        "day": note.day,
        "text": note.text,
        "students": "class" if note.whole_class else sorted(student_ids),
    }


def _record(
    session: Session,
    note: Note,
    what: str,
    actor: Actor,
    now: datetime,
    before: dict[str, object],
    after: dict[str, object],
    reason: str | None = None,
) -> None:
    """An entry of the log for each student whom the note is on; one for a note on the class."""
    students = [None] if note.whole_class else sorted(students_of(session, note))
    changes = [
        Change(
            act=f"grades.note.{what}",
            object_type="grades_note",
            object_id=note.id,
            before=before,
            after=after,
            student_id=student_id,
            reason=reason,
        )
        for student_id in students
    ]
    record_changes(session, actor, changes, now)
