"""Who may do what with disciplinary procedures."""

from registro_core.api import Permission, Relation
from registro_grades import _

HEADS = frozenset({Relation.HEAD, Relation.DEPUTY})

READ_PROCEDURES = Permission(
    "grades:procedures:read",
    _("Vedere i procedimenti disciplinari"),
    granted_to=HEADS
    | {
        Relation.TEACHER_OF_CLASS,
        Relation.OFFICE,
        Relation.GUARDIAN_OF_STUDENT,
        Relation.SELF,
    },
)
LIST_PROCEDURES = Permission(
    "grades:procedures:list",
    _("Vedere i procedimenti disciplinari di tutta la scuola"),
    granted_to=HEADS | {Relation.OFFICE},
)
WRITE_PROCEDURES = Permission(
    "grades:procedures:write",
    _("Aprire procedimenti, verbalizzare l’audizione e le decisioni del consiglio di classe"),
    granted_to=HEADS | {Relation.COORDINATOR_OF_CLASS},
)
DECIDE_FOR_INSTITUTE = Permission(
    "grades:procedures:institute",
    _("Registrare le decisioni disciplinari del consiglio d’istituto"),
    granted_to=HEADS,
)
CANCEL_PROCEDURE = Permission(
    "grades:procedures:cancel",
    _("Annullare un procedimento o la sua sanzione"),
    granted_to=HEADS,
)

PROCEDURE_PERMISSIONS = [
    *(READ_PROCEDURES, LIST_PROCEDURES, WRITE_PROCEDURES),
    *(DECIDE_FOR_INSTITUTE, CANCEL_PROCEDURE),
]
