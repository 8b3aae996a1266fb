"""What grades hold about a person, and what of it may be forgotten (GDPR art. 15 and 17).

Marks are part of a public act: they, their corrections and who gave them are kept as the law
asks, and so are notes, procedures and observations. What goes on request is the trace of who
looked at them, and the diary.
"""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from registro_core.api import PersonalData
from registro_grades import _
from registro_grades.diary.personal import diary_data, forget_diary
from registro_grades.marks.rows import mark_rows, marks
from registro_grades.marks.visibility import left_draft
from registro_grades.models import Assessment, Correction, Mark, Receipt
from registro_grades.notes.personal import forget_notes, note_data
from registro_grades.observations.personal import observation_data
from registro_grades.permissions import READ
from registro_grades.procedures.personal import procedure_data

Rows = list[dict[str, object]]


def personal_data(session: Session, person_id: int) -> list[PersonalData]:
    """What was recorded of a student, what a teacher wrote, what a parent has seen."""
    parts = [
        PersonalData(_("Voti"), _marks(session, person_id), READ.name),
        PersonalData(_("Correzioni dei voti"), _corrections(session, person_id), READ.name),
        PersonalData(_("Prove assegnate"), _assessments(session, person_id)),
        PersonalData(_("Voti visti"), _receipts(session, person_id)),
        *note_data(session, person_id),
        procedure_data(session, person_id),
        *observation_data(session, person_id),
        diary_data(session, person_id),
    ]
    return [part for part in parts if part.rows]


def erase_person(session: Session, person_id: int) -> None:
    """Forget which marks and notes somebody has seen, and when; and the diary."""
    session.execute(delete(Receipt).where(Receipt.person_id == person_id))
    forget_notes(session, person_id)
    forget_diary(session, person_id)


def _marks(session: Session, person_id: int) -> Rows:
    # A draft is its teacher's own affair: nobody was told that there is a mark (G9).
    statement = (
        marks().where(Mark.student_id == person_id, left_draft()).order_by(Assessment.day, Mark.id)
    )
    return [
        {
            "day": mark.day.isoformat(),
            "subject": mark.subject,
            "kind": str(mark.kind),
            "weight": mark.weight,
            "title": mark.title or "",
            "mark": mark.shown(),
            "comment": mark.comment or "",
            "published": mark.publish_at.isoformat() if mark.publish_at else "",
            "cancelled": mark.cancel_reason or "" if mark.cancelled_at else "",
        }
        for mark in mark_rows(session, statement)
    ]


def _corrections(session: Session, person_id: int) -> Rows:
    rows = session.execute(
        select(Correction.at, Correction.before, Correction.after, Correction.reason)
        .join(Mark, Mark.id == Correction.mark_id)
        .where(Mark.student_id == person_id)
        .order_by(Correction.at)
    )
    return [{**row, "at": row["at"].isoformat()} for row in rows.mappings()]


def _assessments(session: Session, person_id: int) -> Rows:
    rows = session.execute(
        select(Assessment.day, Assessment.kind, Assessment.weight, Assessment.title)
        .where(Assessment.teacher_id == person_id)
        .order_by(Assessment.day, Assessment.id)
    )
    return [
        {**row, "day": row["day"].isoformat(), "kind": str(row["kind"])} for row in rows.mappings()
    ]


def _receipts(session: Session, person_id: int) -> Rows:
    rows = session.execute(
        select(Receipt.mark_id, Receipt.seen_at)
        .where(Receipt.person_id == person_id)
        .order_by(Receipt.seen_at)
    )
    return [{"mark": mark_id, "seen_at": at.isoformat()} for mark_id, at in rows]
