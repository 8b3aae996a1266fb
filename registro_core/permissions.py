"""The permissions of the core's own pages, and who holds them unless the school says otherwise."""

from registro_core import _
from registro_core.items import Permission, Relation

EVERYBODY = frozenset({Relation.SIGNED_IN})
TEACHING_STAFF = frozenset(
    {Relation.TEACHER, Relation.HEAD, Relation.DEPUTY, Relation.OFFICE, Relation.ADMIN}
)

HOME = Permission("core:home", _("Aprire la propria pagina iniziale"), EVERYBODY)
SEARCH = Permission("core:search", _("Cercare persone e classi"), TEACHING_STAFF)
LESSON_READ = Permission(
    "core:lesson:read",
    _("Aprire la pagina di una lezione"),
    frozenset({Relation.TEACHER, Relation.HEAD, Relation.DEPUTY, Relation.OFFICE}),
)
# Any teacher: one may be sent to any class to stand in for a colleague (L2). What may be written
# there, each part of the page decides by a permission of its own.
LESSON_SAVE = Permission(
    "core:lesson:save", _("Salvare la pagina di una lezione"), frozenset({Relation.TEACHER})
)

OFFICE_ROLES = frozenset({Relation.OFFICE, Relation.ADMIN})
LEADERS = frozenset({Relation.HEAD, Relation.DEPUTY, Relation.OFFICE})

CLASSES = Permission("core:classes", _("Vedere l’elenco delle classi"), TEACHING_STAFF)
CLASS = Permission(
    "core:class",
    _("Vedere la pagina di una classe"),
    LEADERS | {Relation.TEACHER_OF_CLASS, Relation.ADMIN},
)
STUDENT = Permission(
    "core:student",
    _("Vedere la scheda di uno studente"),
    LEADERS
    | {
        Relation.TEACHER_OF_CLASS,
        Relation.SUPPORT_TEACHER_OF_STUDENT,
        Relation.GUARDIAN_OF_STUDENT,
        Relation.SELF,
    },
)
PEOPLE = Permission("people:manage", _("Gestire persone, ruoli, tutori e iscrizioni"), OFFICE_ROLES)
IMPORT = Permission("people:import", _("Importare i file della scuola"), OFFICE_ROLES)
SCHOOL = Permission(
    "school:manage",
    _("Gestire classi, cattedre, calendario e orari"),
    OFFICE_ROLES | {Relation.HEAD},
)
UNLOCK = Permission(
    "school:unlock", _("Chiudere periodi e concedere sblocchi"), frozenset({Relation.HEAD})
)
SETTINGS = Permission(
    "core:settings",
    _("Scegliere le impostazioni della scuola"),
    frozenset({Relation.HEAD, Relation.ADMIN}),
)
GRANTS = Permission(
    "core:grants", _("Cambiare chi può fare che cosa"), frozenset({Relation.HEAD, Relation.ADMIN})
)

OFFICE_HUB = Permission(
    "core:office", _("Aprire la pagina della segreteria"), OFFICE_ROLES | {Relation.HEAD}
)

ACCOUNT = Permission("core:account", _("Gestire il proprio accesso"), EVERYBODY)
# Opening, closing and resetting sign-ins; never seeing or setting a password.
CREDENTIALS = Permission(
    "people:credentials",
    _("Dare e togliere gli accessi delle persone"),
    frozenset({Relation.OFFICE, Relation.ADMIN}),
)

CALENDAR = Permission("core:calendar", _("Aprire la propria agenda e i suoi indirizzi"), EVERYBODY)
CLASS_CALENDAR = Permission(
    "core:calendar:class",
    _("Vedere l’agenda di una classe"),
    frozenset({Relation.HEAD, Relation.DEPUTY, Relation.TEACHER_OF_CLASS}),
)
STUDENT_CALENDAR = Permission(
    "core:calendar:student",
    _("Vedere l’agenda di uno studente"),
    frozenset(
        {
            Relation.HEAD,
            Relation.DEPUTY,
            Relation.TEACHER_OF_CLASS,
            Relation.SUPPORT_TEACHER_OF_STUDENT,
            Relation.GUARDIAN_OF_STUDENT,
            Relation.SELF,
        }
    ),
)

NOTICES = Permission("core:notices", _("Leggere i propri avvisi e scegliere le e-mail"), EVERYBODY)
DELIVERIES = Permission(
    "notices:deliveries", _("Vedere le e-mail in uscita e ripeterle"), OFFICE_ROLES
)
AUDIT = Permission(
    "core:audit",
    _("Leggere il registro delle modifiche"),
    frozenset({Relation.HEAD, Relation.ADMIN}),
)
PRIVACY = Permission(
    "people:privacy",
    _("Esportare e cancellare i dati di una persona"),
    OFFICE_ROLES | {Relation.HEAD},
)

PERMISSIONS = [
    CALENDAR,
    CLASS_CALENDAR,
    STUDENT_CALENDAR,
    NOTICES,
    DELIVERIES,
    AUDIT,
    PRIVACY,
    ACCOUNT,
    CREDENTIALS,
    HOME,
    SEARCH,
    LESSON_READ,
    LESSON_SAVE,
    CLASSES,
    CLASS,
    STUDENT,
    PEOPLE,
    IMPORT,
    SCHOOL,
    UNLOCK,
    SETTINGS,
    GRANTS,
    OFFICE_HUB,
]
