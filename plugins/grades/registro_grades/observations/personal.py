"""What observations hold of a person (GDPR art. 15). They are the school's record: nothing is erased."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from registro_core.api import PersonalData
from registro_grades import _
from registro_grades.models import Observation
from registro_grades.observations.permissions import READ_OBSERVATIONS

Rows = list[dict[str, object]]


def observation_data(session: Session, person_id: int) -> list[PersonalData]:
    """The observations on a student, and those a teacher wrote: a statement each."""
    on, by = Observation.student_id == person_id, Observation.author_id == person_id
    return [
        PersonalData(_("Osservazioni"), _rows(session, on), READ_OBSERVATIONS.name),
        PersonalData(_("Osservazioni scritte"), _rows(session, by), READ_OBSERVATIONS.name),
    ]


def _rows(session: Session, wanted: ColumnElement[bool]) -> Rows:
    rows = session.execute(
        select(
            Observation.day,
            Observation.text,
            Observation.in_report,
            Observation.cancelled_at,
            Observation.cancelled_reason,
        )
        .where(wanted)
        .order_by(Observation.day, Observation.id)
    )
    return [
        {
            "day": row.day.isoformat(),
            "text": row.text,
            "in_report": row.in_report,
            "cancelled": (row.cancelled_reason or "") if row.cancelled_at else "",
        }
        for row in rows
    ]
