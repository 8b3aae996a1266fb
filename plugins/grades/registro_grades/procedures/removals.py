"""What grades answers to who keeps rolls: the days of sanctions (B2)."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import Removal
from registro_grades.models import Sanction


def removals_of(
    session: Session, student_ids: Collection[int], first_day: date, last_day: date
) -> list[Removal]:
    """The sanctions of students that reach into a period and were not lifted: one statement."""
    rows = session.execute(
        select(Sanction.student_id, Sanction.first_day, Sanction.last_day, Sanction.place).where(
            Sanction.student_id.in_(student_ids),
            Sanction.first_day <= last_day,
            Sanction.last_day >= first_day,
            Sanction.lifted_at.is_(None),
        )
    )
    return [
        Removal(student_id, first, last, in_school=place is None)
        for student_id, first, last, place in rows
    ]
