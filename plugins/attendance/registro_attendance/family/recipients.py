"""Who is told of requests: the coordinators of a class."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from registro_core.api import ClassDuty, DutyKind


def coordinators_of(session: Session, class_id: int, today: date) -> list[int]:
    """Who coordinates a class today."""
    statement = select(ClassDuty.person_id).where(
        ClassDuty.class_id == class_id,
        ClassDuty.kind == DutyKind.COORDINATOR,
        ClassDuty.starts_on <= today,
        or_(ClassDuty.ends_on.is_(None), ClassDuty.ends_on >= today),
    )
    return list(session.scalars(statement))
