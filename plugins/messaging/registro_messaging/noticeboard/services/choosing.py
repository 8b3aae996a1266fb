"""What an author may choose from: parts of the school, members of staff. Five short statements."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from registro_core.api import Group, Person, RoleGrant, SchoolClass, Site, Subject, holds_on

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Offer:
    """Ids with names, as lists of tick boxes want them."""

    sites: Pairs
    classes: Pairs
    groups: Pairs
    subjects: Pairs
    people: Pairs


def offer_of(session: Session, year_id: int, today: date) -> Offer:
    """Sites, classes and groups of a year, subjects, and who has a role today."""
    holders = select(RoleGrant.person_id).where(holds_on(RoleGrant, today))
    names = Person.surname + " " + Person.given_name
    return Offer(
        _pairs(session, select(Site.id, Site.name).order_by(Site.name)),
        _pairs(
            session,
            select(SchoolClass.id, SchoolClass.name)
            .where(SchoolClass.year_id == year_id)
            .order_by(SchoolClass.name),
        ),
        _pairs(
            session,
            select(Group.id, Group.name).where(Group.year_id == year_id).order_by(Group.name),
        ),
        _pairs(session, select(Subject.id, Subject.name).order_by(Subject.name)),
        _pairs(
            session,
            select(Person.id, names)
            .where(Person.id.in_(holders))
            .order_by(Person.surname, Person.given_name, Person.id),
        ),
    )


def _pairs(session: Session, statement: Select[int, str]) -> Pairs:
    return [(str(number), name) for number, name in session.execute(statement)]
