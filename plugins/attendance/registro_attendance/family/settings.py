"""What a school may choose about justifications, permits and pick-up."""

from registro_attendance import _
from registro_core.api import Setting, SettingType

ON_RETURN, AT_ONCE = "on-return", "at-once"
LESSONS_START, DAY_BEFORE = "lessons-start", "day-before"
FOR_THE_YEAR, UNTIL_REVOKED = "year", "revoked"

CERTIFICATE_DAYS = Setting(
    "attendance.certificate_days",
    _("Certificato medico dopo tanti giorni consecutivi"),
    SettingType.INTEGER,
    5,
    help=_("Contano anche i giorni festivi compresi. 0: mai (dipende dalla regione)."),
    minimum=0,
    maximum=60,
)
VALIDATE_WHEN = Setting(
    "attendance.validate_when",
    _("Quando si convalida una giustificazione"),
    SettingType.CHOICE,
    ON_RETURN,
    choices=(
        (ON_RETURN, _("Solo quando lo studente è tornato")),
        (AT_ONCE, _("Anche prima del ritorno")),
    ),
)
ANNOUNCE_UNTIL = Setting(
    "attendance.announce_until",
    _("Fino a quando si annuncia un’assenza"),
    SettingType.CHOICE,
    LESSONS_START,
    choices=(
        (LESSONS_START, _("Fino all’inizio delle lezioni del giorno")),
        (DAY_BEFORE, _("Fino alla chiusura del giorno prima")),
    ),
)
REQUEST_CLOSES_AT = Setting(
    "attendance.request_closes_at",
    _("Chiusura, il giorno prima, delle richieste di entrata e uscita"),
    SettingType.TIME,
    "16:00",
)
CONFIRM_MINUTES = Setting(
    "attendance.justify_confirm_minutes",
    _("Per giustificare serve un accesso di non più di tanti minuti fa"),
    SettingType.INTEGER,
    0,
    help=_("0: basta l’accesso normale. Chi è entrato prima conferma la password."),
    minimum=0,
    maximum=240,
)
CONFIRM_LEVEL = Setting(
    "attendance.justify_confirm_level",
    _("Per giustificare serve un accesso"),
    SettingType.CHOICE,
    "1",
    help=_("Un secondo fattore, SPID o CIE: così un figlio non giustifica con la password."),
    choices=(
        ("1", _("Qualunque, anche con la sola password")),
        ("2", _("Di livello 2: con un secondo fattore, SPID o CIE")),
        ("3", _("Di livello 3: con la carta CIE o un SPID di livello 3")),
    ),
)
PARENTS_OF_ADULTS = Setting(
    "attendance.parents_justify_adults",
    _("I genitori giustificano anche per i figli maggiorenni"),
    SettingType.BOOLEAN,
    default=True,
    help=_("Solo se lo studente maggiorenne non ha tolto loro l’accesso."),
)
ADULTS_JUSTIFY = Setting(
    "attendance.adults_justify",
    _("Gli studenti maggiorenni giustificano da soli"),
    SettingType.BOOLEAN,
    default=True,
)
DELEGATES_NEED_APPROVAL = Setting(
    "attendance.delegates_need_approval",
    _("Le deleghe al ritiro valgono dopo l’approvazione della segreteria"),
    SettingType.BOOLEAN,
    default=True,
)
AUTONOMOUS_EXIT_LASTS = Setting(
    "attendance.autonomous_exit_lasts",
    _("L’autorizzazione all’uscita autonoma vale"),
    SettingType.CHOICE,
    FOR_THE_YEAR,
    choices=(
        (FOR_THE_YEAR, _("Per l’anno scolastico")),
        (UNTIL_REVOKED, _("Fino alla revoca")),
    ),
)

SETTINGS = [
    CERTIFICATE_DAYS,
    VALIDATE_WHEN,
    ANNOUNCE_UNTIL,
    REQUEST_CLOSES_AT,
    CONFIRM_MINUTES,
    CONFIRM_LEVEL,
    PARENTS_OF_ADULTS,
    ADULTS_JUSTIFY,
    DELEGATES_NEED_APPROVAL,
    AUTONOMOUS_EXIT_LASTS,
]
