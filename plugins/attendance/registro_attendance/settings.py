"""What a school may choose about attendance."""

from registro_attendance import _
from registro_core.api import Setting, SettingType

DEBOUNCE = Setting(
    "attendance.debounce_minutes",
    _("Minuti di attesa prima di avvisare la famiglia"),
    SettingType.INTEGER,
    10,
    help=_("Se nel frattempo il docente corregge, parte solo la notizia giusta."),
    minimum=0,
    maximum=120,
)
SHORT_LATE = Setting(
    "attendance.short_late_minutes",
    _("Minuti di ritardo breve"),
    SettingType.INTEGER,
    10,
    help=_(
        "Entro questi minuti dalla prima ora il ritardo si conta a parte e non va giustificato."
    ),
    minimum=0,
    maximum=60,
)
FLOOR = Setting(
    "attendance.floor",
    _("Arrotondamento delle ore perse in parte"),
    SettingType.CHOICE,
    "half",
    help=_("Sempre a favore dello studente."),
    choices=(
        ("none", _("Nessuno: minuti esatti")),
        ("half", _("Alla mezz’ora")),
        ("hour", _("All’ora intera")),
    ),
)
WEEKS = Setting(
    "attendance.weeks",
    _("Settimane di lezione nell’anno"),
    SettingType.INTEGER,
    33,
    help=_("Il monte ore è l’orario settimanale per questo numero."),
    minimum=1,
    maximum=52,
)
WARN_FIRST = Setting(
    "attendance.warn_first_percent",
    _("Primo avviso alla famiglia: percentuale di assenze"),
    SettingType.INTEGER,
    15,
    minimum=1,
    maximum=25,
)
WARN_SECOND = Setting(
    "attendance.warn_second_percent",
    _("Secondo avviso alla famiglia: percentuale di assenze"),
    SettingType.INTEGER,
    20,
    minimum=1,
    maximum=25,
)
WARN_ABSENCES = Setting(
    "attendance.warn_absences",
    _("Avviso alla famiglia dopo quanti giorni di assenza"),
    SettingType.INTEGER,
    0,
    help=_("Zero: nessun avviso."),
    minimum=0,
    maximum=200,
)
WARN_LATES = Setting(
    "attendance.warn_lates",
    _("Avviso alla famiglia dopo quanti ritardi"),
    SettingType.INTEGER,
    10,
    help=_("I ritardi brevi non contano. Zero: nessun avviso."),
    minimum=0,
    maximum=200,
)
WARN_EXITS = Setting(
    "attendance.warn_exits",
    _("Avviso alla famiglia dopo quante uscite anticipate"),
    SettingType.INTEGER,
    10,
    help=_("Zero: nessun avviso."),
    minimum=0,
    maximum=200,
)
WARN_COORDINATOR = Setting(
    "attendance.warn_coordinator",
    _("Avvisare anche il coordinatore"),
    SettingType.BOOLEAN,
    default=True,
    help=_("Un solo avviso al giorno per classe, con i nomi."),
)
LOCK_DAYS = Setting(
    "attendance.lock_days",
    _("Giorni dopo i quali appello e assenze non si possono più cambiare"),
    SettingType.INTEGER,
    0,
    help=_("0: nessun blocco. Il dirigente può sempre concedere uno sblocco temporaneo."),
    minimum=0,
    maximum=365,
)
ROLL_DUE = Setting(
    "attendance.roll_due",
    _("Ora entro cui l’appello è atteso"),
    SettingType.TIME,
    "08:30",
)

SETTINGS = [
    DEBOUNCE,
    SHORT_LATE,
    FLOOR,
    WEEKS,
    WARN_FIRST,
    WARN_SECOND,
    WARN_ABSENCES,
    WARN_LATES,
    WARN_EXITS,
    WARN_COORDINATOR,
    LOCK_DAYS,
    ROLL_DUE,
]
