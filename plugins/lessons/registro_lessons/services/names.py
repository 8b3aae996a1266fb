"""Names of people by id."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import Person, Role, RoleGrant


def names_of(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """Surname and given name of some people: one statement, or none for nobody."""
    if not person_ids:
        return {}
    statement = select(Person.id, Person.surname, Person.given_name).where(
        Person.id.in_(person_ids)
    )
    return {row.id: f"{row.surname} {row.given_name}" for row in session.execute(statement)}


def teachers(session: Session) -> list[tuple[int, str]]:
    """Everybody who holds, or has held, the role of teacher, by surname."""
    statement = (
        select(Person.id, Person.surname, Person.given_name)
        .where(Person.id.in_(select(RoleGrant.person_id).where(RoleGrant.role == Role.TEACHER)))
        .order_by(Person.surname, Person.given_name, Person.id)
    )
    return [(row.id, f"{row.surname} {row.given_name}") for row in session.execute(statement)]
