"""What notes hold of a person, and what of it may be forgotten (GDPR art. 15 and 17)."""

from sqlalchemy import Select, and_, delete, or_, select
from sqlalchemy.orm import Session

from registro_core.api import Enrolment, PersonalData
from registro_grades import _
from registro_grades.models import Note, NoteReceipt, NoteStudent
from registro_grades.notes.permissions import READ_NOTES

Rows = list[dict[str, object]]
COLUMNS = (Note.day, Note.text, Note.measure, Note.cancelled_at, Note.cancelled_reason)


def note_data(session: Session, person_id: int) -> list[PersonalData]:
    """The notes on a student, those a teacher wrote, and which ones somebody confirmed."""
    return [
        PersonalData(_("Note disciplinari"), _notes(session, _on(person_id)), READ_NOTES.name),
        PersonalData(_("Note scritte"), _notes(session, _by(person_id)), READ_NOTES.name),
        PersonalData(_("Note lette"), _receipts(session, person_id)),
    ]


def forget_notes(session: Session, person_id: int) -> None:
    """Forget which notes somebody confirmed, and when; notes are the school's record."""
    session.execute(delete(NoteReceipt).where(NoteReceipt.person_id == person_id))


def _on(student_id: int) -> Select[int]:
    """Notes that name a student, and notes on the whole class they were in that day."""
    in_class = and_(
        Enrolment.class_id == Note.class_id,
        Enrolment.student_id == student_id,
        Enrolment.starts_on <= Note.day,
        or_(Enrolment.ends_on.is_(None), Enrolment.ends_on >= Note.day),
    )
    named = select(NoteStudent.note_id).where(NoteStudent.student_id == student_id)
    of_class = Note.whole_class & select(Enrolment.id).where(in_class).exists()
    return select(Note.id).where(or_(Note.id.in_(named), of_class))


def _by(author_id: int) -> Select[int]:
    return select(Note.id).where(Note.author_id == author_id)


def _notes(session: Session, ids: Select[int]) -> Rows:
    rows = session.execute(select(*COLUMNS).where(Note.id.in_(ids)).order_by(Note.day, Note.id))
    return [
        {
            "day": row.day.isoformat(),
            "text": row.text,
            "measure": row.measure or "",
            "cancelled": (row.cancelled_reason or "") if row.cancelled_at else "",
        }
        for row in rows
    ]


def _receipts(session: Session, person_id: int) -> Rows:
    rows = session.execute(
        select(NoteReceipt.note_id, NoteReceipt.seen_at)
        .where(NoteReceipt.person_id == person_id)
        .order_by(NoteReceipt.seen_at)
    )
    return [{"note": note_id, "seen_at": at.isoformat()} for note_id, at in rows]
