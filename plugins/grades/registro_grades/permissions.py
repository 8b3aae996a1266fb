"""What may be done with marks, and who may unless the school says otherwise (G6, G10, 2.8)."""

from registro_core.api import Permission, Relation
from registro_grades import _
from registro_grades.diary.permissions import DIARY
from registro_grades.family.permissions import FAMILY_PERMISSIONS
from registro_grades.notes.permissions import NOTE_PERMISSIONS
from registro_grades.observations.permissions import OBSERVATION_PERMISSIONS
from registro_grades.procedures.permissions import PROCEDURE_PERMISSIONS

LEADERS = frozenset({Relation.HEAD, Relation.DEPUTY})

WRITE = Permission(
    "grades:write",
    _("Mettere e correggere i voti della propria materia"),
    frozenset({Relation.TEACHER_OF_SUBJECT}),
)
# On these pages to teach in the class is a relation only where the school lets the council see.
REGISTER = Permission(
    "grades:register:read",
    _("Leggere il registro dei voti di una materia"),
    LEADERS
    | {
        Relation.TEACHER_OF_SUBJECT,
        Relation.COORDINATOR_OF_CLASS,
        Relation.TEACHER_OF_CLASS,
    },
)
CLASS = Permission(
    "grades:class:read",
    _("Vedere i voti di tutte le materie di una classe"),
    LEADERS | {Relation.COORDINATOR_OF_CLASS, Relation.TEACHER_OF_CLASS},
)
# On the card's page who teaches in the class stands as its coordinator, where the school lets
# the council see; elsewhere, as for alerts on the class's page, the council does not hold it.
CARD = Permission(
    "grades:card",
    _("Vedere il quadro di uno studente: materie, note, osservazioni, assenze"),
    LEADERS | {Relation.COORDINATOR_OF_CLASS},
)
READ = Permission(
    "grades:read",
    _("Vedere i voti di uno studente"),
    LEADERS
    | {
        Relation.COORDINATOR_OF_CLASS,
        Relation.TEACHER_OF_CLASS,
        Relation.SUPPORT_TEACHER_OF_STUDENT,
        Relation.GUARDIAN_OF_STUDENT,
        Relation.SELF,
    },
)
STATISTICS = Permission(
    "grades:statistics",
    _("Vedere le statistiche dei voti di tutta la scuola"),
    LEADERS,
)
OWN = Permission(
    "grades:own",
    _("Aprire l’elenco dei propri registri dei voti"),
    frozenset({Relation.TEACHER}),
)
SETUP = Permission(
    "grades:setup",
    _("Scegliere giudizi, sigle e tipi di voto"),
    LEADERS | {Relation.OFFICE},
)

PERMISSIONS = [
    *(WRITE, REGISTER, CLASS, CARD, READ, STATISTICS, OWN, SETUP),
    *FAMILY_PERMISSIONS,
    *NOTE_PERMISSIONS,
    *PROCEDURE_PERMISSIONS,
    *OBSERVATION_PERMISSIONS,
    DIARY,
]
