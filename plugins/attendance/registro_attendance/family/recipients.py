"""Who is told of requests: the coordinators of a class."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import ClassDuty, DutyKind, holds_on


def coordinators_of(session: Session, class_id: int, today: date) -> list[int]:
    """Who coordinates a class today."""
    statement = select(ClassDuty.person_id).where(
        ClassDuty.class_id == class_id,
        ClassDuty.kind == DutyKind.COORDINATOR,
        holds_on(ClassDuty, today),
    )
    return list(session.scalars(statement))
