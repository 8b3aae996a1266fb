"""Who may do what."""

from registro_canteen import _
from registro_core.api import Permission, Relation

READ = Permission(
    "canteen:read",
    _("Vedere i pasti di una classe"),
    frozenset({Relation.TEACHER_OF_CLASS, Relation.OFFICE, Relation.HEAD}),
)
COUNT = Permission("canteen:count", _("Contare i pasti"), frozenset({Relation.TEACHER_OF_CLASS}))
