"""Which classes a list of the school covers, for the person signed in."""

from collections.abc import Sequence

from sqlalchemy import select

from registro_core.api import (
    Permission,
    Request,
    SchoolClass,
    SchoolContext,
    class_relations,
    whole_number,
    year_of,
)


def class_scope(
    request: Request, context: SchoolContext, permission: Permission
) -> frozenset[int] | None:
    """Classes in which the person signed in holds a permission; None: the whole school."""
    identity = request.identity
    if identity is None:
        return frozenset()
    if request.allows(permission.name, context):
        return None
    granted = request.grants[permission.name]
    mine = identity.class_ids | {class_id for class_id, _kind in identity.relations.duties}
    return frozenset(class_id for class_id in mine if granted & class_relations(identity, class_id))


def class_choices(request: Request, scope: frozenset[int] | None) -> Sequence[tuple[int, str]]:
    """Classes of this year within a scope, by name, for the filter."""
    year = year_of(request.dbsession, request.today)
    statement = select(SchoolClass.id, SchoolClass.name).order_by(SchoolClass.name)
    statement = statement.where(SchoolClass.year_id == (year.id if year else None))
    if scope is not None:
        statement = statement.where(SchoolClass.id.in_(scope))
    return [(row.id, row.name) for row in request.dbsession.execute(statement)]


def filtered_scope(request: Request, scope: frozenset[int] | None) -> frozenset[int] | None:
    """The scope narrowed to the class of the filter, if it is one of the scope."""
    wanted = whole_number(request.GET.get("class", ""))
    if wanted is None:
        return scope
    only = frozenset({wanted})
    return only if scope is None else only & scope
