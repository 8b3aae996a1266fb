"""Whom the family's pages are about: the children one answers for, and oneself as a student."""

from sqlalchemy import select

from registro_core.api import Person, Request

HUES = ("a", "b")


def own_ids(request: Request) -> list[int]:
    """The students whose family the person signed in is: no statement."""
    identity = request.identity
    if identity is None:
        return []
    own = {identity.person_id} if identity.relations.own_classes else set()
    return sorted(set(identity.wards) | own)


def children_of(request: Request) -> list[tuple[int, str, str]]:
    """The students by first name, each with the colour it has on family pages: one statement."""
    ids = own_ids(request)
    if not ids:
        return []
    rows = request.dbsession.execute(
        select(Person.id, Person.given_name)
        .where(Person.id.in_(ids))
        .order_by(Person.given_name, Person.id)
    )
    return [(row.id, row.given_name, HUES[n % len(HUES)]) for n, row in enumerate(rows)]
