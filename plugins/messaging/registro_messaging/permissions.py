"""Who may do what with communications. Which circular one may open, its recipients say."""

from registro_core.api import Permission, Relation
from registro_messaging import _

WRITE = Permission(
    "messaging:circulars:write",
    _("Scrivere e pubblicare circolari, vedere chi le ha lette e firmate"),
    frozenset({Relation.HEAD, Relation.DEPUTY, Relation.OFFICE}),
)
OPEN = Permission(
    "messaging:circulars:open",
    _("Leggere e firmare le circolari ricevute"),
    frozenset(
        {
            Relation.HEAD,
            Relation.DEPUTY,
            Relation.OFFICE,
            Relation.STAFF,
            Relation.TEACHER,
            Relation.GUARDIAN,
            Relation.STUDENT,
        }
    ),
)

PERMISSIONS = [WRITE, OPEN]
