"""What may be done with justifications, permits, delegates, evacuations and certificates."""

from registro_attendance import _
from registro_core.api import Permission, Relation

FAMILY = frozenset({Relation.JUSTIFYING_GUARDIAN_OF_STUDENT, Relation.SELF_ADULT})
HEADS = frozenset({Relation.HEAD, Relation.DEPUTY})

JUSTIFY = Permission(
    "attendance:justify",
    _("Giustificare assenze, ritardi e uscite"),
    granted_to=FAMILY,
)
VALIDATE = Permission(
    "attendance:validate",
    _("Convalidare o respingere le giustificazioni"),
    granted_to=HEADS | {Relation.TEACHER_OF_CLASS, Relation.COORDINATOR_OF_CLASS},
)
VALIDATIONS = Permission(
    "attendance:validations",
    _("Vedere l’elenco delle giustificazioni da convalidare"),
    granted_to=HEADS | {Relation.TEACHER},
)
# J5: teachers see the category alone; the family's own words are for the head's office.
READ_TEXT = Permission(
    "attendance:read-text",
    _("Leggere il testo scritto dalla famiglia"),
    granted_to=HEADS,
)
REOPEN = Permission(
    "attendance:reopen",
    _("Riaprire una giustificazione già convalidata"),
    granted_to=HEADS,
)
REQUEST = Permission(
    "attendance:request",
    _("Annunciare assenze e chiedere permessi"),
    granted_to=FAMILY,
)
DECIDE = Permission(
    "attendance:decide",
    _("Autorizzare o respingere le richieste della famiglia"),
    granted_to=HEADS | {Relation.COORDINATOR_OF_CLASS},
)
DECISIONS = Permission(
    "attendance:decisions",
    _("Vedere l’elenco delle richieste delle famiglie"),
    granted_to=HEADS | {Relation.TEACHER},
)
DESK = Permission(
    "attendance:desk",
    _("Registrare permessi allo sportello"),
    granted_to=HEADS | {Relation.STAFF, Relation.COORDINATOR_OF_CLASS},
)
DELEGATE = Permission(
    "attendance:delegate",
    _("Delegare chi può ritirare lo studente"),
    granted_to=frozenset({Relation.JUSTIFYING_GUARDIAN_OF_STUDENT}),
)
# Documents and telephones of adults: whoever stands in for an hour finds the names on its page.
PICKUP_READ = Permission(
    "attendance:pickup-read",
    _("Vedere chi può ritirare lo studente"),
    granted_to=HEADS
    | {
        Relation.OFFICE,
        Relation.TEACHER_OF_CLASS,
        Relation.SUPPORT_TEACHER_OF_STUDENT,
        Relation.GUARDIAN_OF_STUDENT,
        Relation.SELF,
    },
)
APPROVE_DELEGATE = Permission(
    "attendance:approve-delegate",
    _("Approvare le deleghe al ritiro"),
    granted_to=HEADS | {Relation.OFFICE},
)
EVACUATE = Permission(
    "attendance:evacuate",
    _("Compilare il modulo di evacuazione"),
    granted_to=HEADS | {Relation.TEACHER, Relation.OFFICE},
)
EVACUATIONS = Permission(
    "attendance:evacuations",
    _("Vedere i moduli di evacuazione della scuola"),
    granted_to=HEADS | {Relation.OFFICE, Relation.TEACHER},
)
CERTIFY = Permission(
    "attendance:certify",
    _("Rilasciare certificati di frequenza"),
    granted_to=HEADS | {Relation.OFFICE},
)

FAMILY_PAGE = Permission(
    "attendance:family",
    _("Vedere la pagina delle assenze della propria famiglia"),
    granted_to=frozenset({Relation.GUARDIAN, Relation.STUDENT}),
)

PERMISSIONS = [
    FAMILY_PAGE,
    JUSTIFY,
    VALIDATE,
    VALIDATIONS,
    READ_TEXT,
    REOPEN,
    REQUEST,
    DECIDE,
    DECISIONS,
    DESK,
    DELEGATE,
    PICKUP_READ,
    APPROVE_DELEGATE,
    EVACUATE,
    EVACUATIONS,
    CERTIFY,
]
