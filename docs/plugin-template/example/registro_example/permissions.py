"""Who may read the board, and who may write on it."""

from registro_core.api import Permission, Relation
from registro_example import _

STAFF = frozenset(
    {Relation.TEACHER, Relation.STAFF, Relation.OFFICE, Relation.HEAD, Relation.DEPUTY}
)

READ = Permission("example:read", _("Leggere la bacheca"), granted_to=STAFF)
WRITE = Permission(
    "example:write",
    _("Scrivere sulla bacheca"),
    granted_to=frozenset({Relation.OFFICE, Relation.HEAD, Relation.DEPUTY}),
)
