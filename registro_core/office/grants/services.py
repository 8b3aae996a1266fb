"""Changing who holds a permission; every change is audited (D15, §b)."""

from collections.abc import Mapping

from sqlalchemy import delete, select

from registro_core.db.versions import check_version
from registro_core.items import Permission, Relation
from registro_core.office.people.services import Office
from registro_core.permissions import GRANTS
from registro_core.school.models import School
from registro_core.security.models import PermissionGrant

Grants = Mapping[str, frozenset[Relation]]

# What no school may give away: families see their own children, never the others.
FAMILY = frozenset(
    {
        Relation.SIGNED_IN,
        Relation.GUARDIAN,
        Relation.STUDENT,
        Relation.GUARDIAN_OF_STUDENT,
        Relation.JUSTIFYING_GUARDIAN_OF_STUDENT,
        Relation.SELF,
        Relation.SELF_ADULT,
    }
)


class LockedOut(Exception):
    """The change would leave nobody able to change permissions again."""


def change_grants(
    office: Office, school: School, declared: Mapping[str, Permission], wanted: Grants, version: int
) -> list[str]:
    """Store what differs from the defaults; return the permissions that changed.

    Raise `Conflict`, or `LockedOut` if neither head nor admin could undo it.
    A relation of families is given only what the plugin gives it by default.
    """
    check_version(school, version)
    held = wanted.get(GRANTS.name, GRANTS.granted_to)
    if held.isdisjoint({Relation.HEAD, Relation.ADMIN}):
        raise LockedOut
    before = _changes(office)
    after = {
        (name, relation): relation in relations
        for name, relations in wanted.items()
        for relation in Relation
        if (relation in relations) != (relation in declared[name].granted_to)
        and not (relation in FAMILY and relation in relations)
    }
    _store(office, list(wanted), after)
    differing = set(before.items()) ^ set(after.items())
    changed = sorted({name for (name, _relation), _granted in differing})
    if changed:
        office.record("permissions.changed", school, school.id, _plain(before), _plain(after))
    return changed


def _changes(office: Office) -> dict[tuple[str, Relation], bool]:
    rows = office.session.scalars(select(PermissionGrant))
    return {(row.permission, row.relation): row.granted for row in rows}


def _store(office: Office, names: list[str], changes: Mapping[tuple[str, Relation], bool]) -> None:
    office.session.execute(delete(PermissionGrant).where(PermissionGrant.permission.in_(names)))
    office.session.add_all(
        PermissionGrant(permission=name, relation=relation, granted=granted)
        for (name, relation), granted in changes.items()
    )
    office.session.flush()


def _plain(changes: Mapping[tuple[str, Relation], bool]) -> dict[str, object]:
    return {f"{name} · {relation}": granted for (name, relation), granted in changes.items()}
