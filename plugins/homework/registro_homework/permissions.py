"""Who may do what with homework, unless the school says otherwise."""

from registro_core.api import Permission, Relation
from registro_homework import _

LEADERS = frozenset({Relation.HEAD, Relation.DEPUTY})
COUNCIL = frozenset({Relation.TEACHER_OF_CLASS, Relation.COORDINATOR_OF_CLASS})
FAMILY = frozenset({Relation.GUARDIAN_OF_STUDENT, Relation.SELF})

OWN = Permission(
    "homework:own",
    _("Aprire l’elenco dei compiti che si sono assegnati"),
    frozenset({Relation.TEACHER}),
)
CLASS = Permission(
    "homework:class:read",
    _("Vedere compiti, verifiche e carico di una classe"),
    LEADERS | COUNCIL,
)
# On these pages the relation is held by who teaches in the class, and by who assigned the thing.
WRITE = Permission(
    "homework:write",
    _("Assegnare compiti e verifiche della propria materia"),
    frozenset({Relation.TEACHER_OF_SUBJECT}),
)
HAND_INS = Permission(
    "homework:hand-ins",
    _("Leggere e restituire i compiti consegnati"),
    frozenset({Relation.TEACHER_OF_SUBJECT}),
)
READ = Permission(
    "homework:read",
    _("Vedere i compiti e le verifiche di uno studente"),
    LEADERS | COUNCIL | FAMILY | {Relation.SUPPORT_TEACHER_OF_STUDENT},
)
DO = Permission("homework:do", _("Segnare i compiti fatti e consegnarli"), FAMILY)

PERMISSIONS = [OWN, CLASS, WRITE, HAND_INS, READ, DO]
