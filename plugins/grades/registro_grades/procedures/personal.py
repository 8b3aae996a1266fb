"""What procedures hold of a person (GDPR art. 15). They are acts of the school: nothing is erased."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import PersonalData
from registro_grades import _
from registro_grades.models import Procedure, Sanction
from registro_grades.procedures.permissions import READ_PROCEDURES


def procedure_data(session: Session, person_id: int) -> PersonalData:
    """The procedures about a student, with their sanctions: one statement."""
    rows = session.execute(
        select(Procedure, Sanction)
        .outerjoin(Sanction, Sanction.procedure_id == Procedure.id)
        .where(Procedure.student_id == person_id)
        .order_by(Procedure.opened_on, Procedure.id)
    )
    return PersonalData(
        _("Procedimenti disciplinari"), [_told(*row) for row in rows], READ_PROCEDURES.name
    )


def _told(row: Procedure, sanction: Sanction | None) -> dict[str, Any]:
    days = "" if sanction is None else f"{sanction.first_day:%Y-%m-%d}/{sanction.last_day:%Y-%m-%d}"
    return {
        "opened_on": row.opened_on.isoformat(),
        "facts": row.facts,
        "hearing": str(row.hearing or ""),
        "hearing_record": row.hearing_record or "",
        "outcome": str(row.outcome or ""),
        "decided_on": row.decided_on.isoformat() if row.decided_on else "",
        "grounds": row.grounds or "",
        "act": row.act or "",
        "removal": days,
        "activity": sanction.activity if sanction else "",
        "cancelled": (row.cancelled_reason or "") if row.cancelled_at else "",
    }
