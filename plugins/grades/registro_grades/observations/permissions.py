"""Who may do what with observations (§2.8): the author, the coordinator, the head, the family."""

from registro_core.api import Permission, Relation
from registro_grades import _

HEADS = frozenset({Relation.HEAD, Relation.DEPUTY})

# Whose list holds the observations of everybody; teachers find their own in it.
READ_OBSERVATIONS = Permission(
    "grades:observations:read",
    _("Vedere tutte le osservazioni su uno studente"),
    granted_to=HEADS | {Relation.COORDINATOR_OF_CLASS, Relation.GUARDIAN_OF_STUDENT},
)
OBSERVATIONS = Permission(
    "grades:observations:open",
    _("Aprire la pagina delle osservazioni"),
    granted_to=HEADS | {Relation.TEACHER_OF_CLASS, Relation.GUARDIAN_OF_STUDENT},
)
WRITE_OBSERVATIONS = Permission(
    "grades:observations:write",
    _("Scrivere osservazioni sugli alunni delle proprie classi"),
    granted_to=frozenset({Relation.TEACHER_OF_CLASS}),
)

OBSERVATION_PERMISSIONS = [READ_OBSERVATIONS, OBSERVATIONS, WRITE_OBSERVATIONS]
