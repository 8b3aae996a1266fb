"""What may be done with lessons, and who may unless the school says otherwise."""

from registro_core.api import Permission, Relation
from registro_lessons import _

LEADERS = frozenset({Relation.HEAD, Relation.DEPUTY})

# Any teacher: one may be sent to any class to stand in for a colleague (L2).
SIGN = Permission("lessons:sign", _("Firmare lezioni"), frozenset({Relation.TEACHER}))
DAY = Permission("lessons:day:read", _("Vedere la propria giornata"), frozenset({Relation.TEACHER}))
REGISTER = Permission(
    "lessons:register:read",
    _("Leggere il registro di classe"),
    LEADERS | {Relation.TEACHER_OF_CLASS, Relation.COORDINATOR_OF_CLASS, Relation.OFFICE},
)
TOPICS = Permission(
    "lessons:topics:read",
    _("Vedere che cosa si è fatto in classe"),
    LEADERS
    | {
        Relation.TEACHER_OF_CLASS,
        Relation.COORDINATOR_OF_CLASS,
        Relation.SUPPORT_TEACHER_OF_STUDENT,
        Relation.GUARDIAN_OF_STUDENT,
        Relation.SELF,
    },
)
SUPPORT = Permission(
    "lessons:support:read",
    _("Leggere il registro di sostegno"),
    LEADERS | {Relation.SUPPORT_TEACHER_OF_STUDENT, Relation.COORDINATOR_OF_CLASS},
)
JOURNAL = Permission(
    "lessons:journal:read", _("Leggere il giornale di un docente"), LEADERS | {Relation.SELF}
)
MISSING = Permission(
    "lessons:missing:read",
    _("Vedere le ore non firmate (i docenti: le proprie)"),
    LEADERS | {Relation.TEACHER},
)
MONITOR = Permission("lessons:monitor", _("Vedere le ore non firmate di tutti"), LEADERS)
UNITS = Permission(
    "lessons:units:read",
    _("Vedere le unità orarie (i docenti: le proprie)"),
    LEADERS | {Relation.TEACHER, Relation.OFFICE},
)
TIMETABLE = Permission(
    "lessons:timetable:read",
    _("Vedere l’orario"),
    LEADERS | {Relation.TEACHER, Relation.OFFICE, Relation.STAFF, Relation.ADMIN},
)
EDIT_TIMETABLE = Permission(
    "lessons:timetable:edit", _("Cambiare l’orario"), LEADERS | {Relation.OFFICE, Relation.ADMIN}
)
CANCEL = Permission("lessons:cancel", _("Annullare ore di lezione"), LEADERS | {Relation.OFFICE})

PERMISSIONS = [
    SIGN,
    DAY,
    REGISTER,
    TOPICS,
    SUPPORT,
    JOURNAL,
    MISSING,
    MONITOR,
    UNITS,
    TIMETABLE,
    EDIT_TIMETABLE,
    CANCEL,
]
