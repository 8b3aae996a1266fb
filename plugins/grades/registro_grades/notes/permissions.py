"""Who may do what with disciplinary notes (§2.8 of the domain: teachers, head, office, families)."""

from registro_core.api import Permission, Relation
from registro_grades import _

HEADS = frozenset({Relation.HEAD, Relation.DEPUTY})

# SELF of a note is its author: who stood in for an hour reads their own notes, and no others.
READ_NOTES = Permission(
    "grades:notes:read",
    _("Vedere le note disciplinari"),
    granted_to=HEADS
    | {
        Relation.TEACHER_OF_CLASS,
        Relation.SUPPORT_TEACHER_OF_STUDENT,
        Relation.OFFICE,
        Relation.GUARDIAN_OF_STUDENT,
        Relation.SELF,
    },
)
LIST_NOTES = Permission(
    "grades:notes:list",
    _("Vedere l’elenco delle note: i docenti le proprie, dirigenza e segreteria tutte"),
    granted_to=HEADS | {Relation.TEACHER, Relation.OFFICE},
)
ALL_NOTES = Permission(
    "grades:notes:all",
    _("Vedere le note di tutta la scuola"),
    granted_to=HEADS | {Relation.OFFICE},
)
WRITE_NOTES = Permission(
    "grades:notes:write",
    _("Scrivere note disciplinari, anche in supplenza"),
    granted_to=HEADS | {Relation.TEACHER},
)
EDIT_NOTE = Permission(
    "grades:notes:edit",
    _("Correggere la propria nota appena scritta"),
    granted_to=frozenset({Relation.SELF}),
)
CANCEL_NOTE = Permission(
    "grades:notes:cancel",
    _("Annullare una nota"),
    granted_to=HEADS | {Relation.SELF},
)
MEASURE = Permission(
    "grades:notes:measure",
    _("Scrivere il provvedimento su una nota"),
    granted_to=HEADS,
)
SEE_NOTE = Permission(
    "grades:notes:acknowledge",
    _("Confermare di aver letto una nota"),
    granted_to=frozenset({Relation.GUARDIAN_OF_STUDENT, Relation.SELF_ADULT}),
)

NOTE_PERMISSIONS = [
    *(READ_NOTES, LIST_NOTES, ALL_NOTES, WRITE_NOTES),
    *(EDIT_NOTE, CANCEL_NOTE, MEASURE, SEE_NOTE),
]
