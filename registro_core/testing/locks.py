"""Closed terms and unlocks in the small school, as tests need them (L7)."""

from datetime import date, timedelta

from sqlalchemy import select

from registro_core.items import SYSTEM
from registro_core.school.locks import services
from registro_core.school.locks.models import Unlock
from registro_core.school.models import Term
from registro_core.testing.fixtures import TestSchool


def close_term(school: TestSchool, class_name: str, term: str = "Trimestre") -> None:
    """Close a term for a class, as the opening of its council's assessment does."""
    with school.session() as session:
        row = session.scalars(select(Term).where(Term.name == term)).one()
        services.close_term(session, SYSTEM, row, [school.classes[class_name]], school.clock.now)


def reopen_term(school: TestSchool, class_name: str, term: str = "Trimestre") -> None:
    """Open a term again for a class."""
    with school.session() as session:
        row = session.scalars(select(Term).where(Term.name == term)).one()
        services.reopen_term(
            session, SYSTEM, row, school.classes[class_name], "Errore", school.clock.now
        )


def unlock_day(
    school: TestSchool, class_name: str, day: date, username: str | None = None, hours: int = 1
) -> None:
    """Let the head give a day of a class free for some hours: to a teacher, or to all."""
    now = school.clock.now
    with school.session() as session:
        services.grant_unlock(
            session,
            SYSTEM,
            Unlock(
                class_id=school.classes[class_name],
                teacher_id=school.people[username] if username else None,
                first_day=day,
                last_day=day,
                expires_at=now + timedelta(hours=hours),
                granted_by_id=school.people["dirigente"],
                reason="Malattia",
                created_at=now,
            ),
        )
