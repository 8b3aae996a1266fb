"""Who may do what with materials. Which item one may open, the item's own context says."""

from registro_core.api import Permission, Relation
from registro_materials import _

OWN = Permission(
    "materials:own",
    _("Preparare materiali e condividerli con le proprie classi"),
    frozenset({Relation.TEACHER}),
)
OPEN = Permission(
    "materials:open",
    _("Aprire i materiali condivisi con sé"),
    frozenset(
        {Relation.TEACHER, Relation.HEAD, Relation.DEPUTY, Relation.GUARDIAN, Relation.STUDENT}
    ),
)
CLASS = Permission(
    "materials:class:read",
    _("Vedere i materiali di una classe"),
    frozenset(
        {
            Relation.TEACHER_OF_CLASS,
            Relation.COORDINATOR_OF_CLASS,
            Relation.HEAD,
            Relation.DEPUTY,
        }
    ),
)
STUDENT = Permission(
    "materials:student:read",
    _("Vedere i materiali condivisi con uno studente"),
    frozenset({Relation.GUARDIAN_OF_STUDENT, Relation.SELF}),
)
FAMILY = Permission(
    "materials:family",
    _("Aprire la pagina dei materiali della famiglia"),
    frozenset({Relation.GUARDIAN, Relation.STUDENT}),
)

PERMISSIONS = [OWN, OPEN, CLASS, STUDENT, FAMILY]
