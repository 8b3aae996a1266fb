"""Entries of the menu, by what one may do."""

from registro_core.api import MenuItem, Relation, Request
from registro_homework import _
from registro_homework.permissions import OWN, READ

FAMILY = frozenset({Relation.GUARDIAN_OF_STUDENT, Relation.SELF})


def menu_items(request: Request) -> list[MenuItem]:
    """The pages of homework open to the person signed in: no statement.

    A family is led to one of its students; from there the others are a tap away.
    """
    found, identity = [], request.identity
    ids = sorted(identity.own_student_ids) if identity else []
    if ids and not FAMILY.isdisjoint(request.grants.get(READ.name, frozenset())):
        path = f"/students/{ids[0]}/homework"
        found.append(MenuItem(30, _("Compiti"), path, "it-bookmark", on_phone_bar=True))
    if request.allows(OWN.name):
        found.append(MenuItem(145, _("Compiti e verifiche"), "/homework", "it-bookmark"))
    return found
