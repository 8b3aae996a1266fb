"""What homework holds about a person, and what of it may be forgotten (GDPR art. 15 and 17).

What was assigned and handed in documents the teaching and stays with the school; the ticks are a
student's own aid, and go on request.
"""

from datetime import date

from sqlalchemy import Row, delete, select
from sqlalchemy.orm import Session

from registro_core.api import PersonalData
from registro_homework import _
from registro_homework.models import Assignment, ChosenStudent, Done, HandIn, Kind

Rows = list[dict[str, object]]


def personal_data(session: Session, person_id: int) -> list[PersonalData]:
    """What a student did and handed in, what a teacher assigned: a statement each."""
    parts = [
        PersonalData(_("Compiti assegnati"), _assigned(session, person_id)),
        PersonalData(_("Compiti per singoli studenti"), _chosen(session, person_id)),
        PersonalData(_("Compiti segnati come fatti"), _done(session, person_id)),
        PersonalData(_("Compiti consegnati"), _handed_in(session, person_id)),
    ]
    return [part for part in parts if part.rows]


def erase_person(session: Session, person_id: int) -> None:
    """Forget the ticks."""
    session.execute(delete(Done).where(Done.student_id == person_id))


def _assigned(session: Session, person_id: int) -> Rows:
    mine = Assignment.teacher_id == person_id
    rows = session.execute(
        select(Assignment.assigned_on, Assignment.due_on, Assignment.kind, Assignment.text)
        .where(mine)
        .order_by(Assignment.id)
    )
    return [_thing(row) for row in rows]


def _chosen(session: Session, person_id: int) -> Rows:
    rows = session.execute(
        select(Assignment.assigned_on, Assignment.due_on, Assignment.kind, Assignment.text)
        .join(ChosenStudent, ChosenStudent.assignment_id == Assignment.id)
        .where(ChosenStudent.student_id == person_id)
        .order_by(Assignment.id)
    )
    return [_thing(row) for row in rows]


def _thing(row: Row[date, date, Kind, str]) -> dict[str, object]:
    return {
        "assigned": row.assigned_on.isoformat(),
        "due": row.due_on.isoformat(),
        "kind": str(row.kind),
        "text": row.text,
    }


def _done(session: Session, person_id: int) -> Rows:
    rows = session.execute(
        select(Done.assignment_id, Done.done_at)
        .where(Done.student_id == person_id)
        .order_by(Done.done_at)
    )
    return [{"homework": number, "done": at.isoformat()} for number, at in rows]


def _handed_in(session: Session, person_id: int) -> Rows:
    rows = session.execute(
        select(HandIn.assignment_id, HandIn.text, HandIn.handed_in_at, HandIn.comment)
        .where(HandIn.student_id == person_id)
        .order_by(HandIn.id)
    )
    return [
        {
            "homework": row.assignment_id,
            "text": row.text,
            "handed_in": row.handed_in_at.isoformat(),
            "comment": row.comment or "",
        }
        for row in rows
    ]
