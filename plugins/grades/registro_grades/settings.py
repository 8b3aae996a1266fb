"""What a school may choose about marks."""

from registro_core.api import Setting, SettingType
from registro_grades import _
from registro_grades.notes.settings import NOTE_EDIT
from registro_grades.values import Style

PUBLISH_DELAY = Setting(
    "grades.publish_delay_hours",
    _("Ore prima che la famiglia veda un voto"),
    SettingType.INTEGER,
    0,
    help=_("Da quando il docente lo pubblica. Zero: lo vede subito."),
    minimum=0,
    maximum=72,
)
DEBOUNCE = Setting(
    "grades.debounce_minutes",
    _("Minuti di attesa prima di avvisare la famiglia"),
    SettingType.INTEGER,
    15,
    help=_(
        "I voti pubblicati nel frattempo stanno in un solo avviso, e quelli corretti in tempo "
        "non ne danno un secondo. Di notte gli avvisi aspettano la fine delle ore di silenzio."
    ),
    minimum=0,
    maximum=240,
)
SHOW_AVERAGES = Setting(
    "grades.show_averages",
    _("Le famiglie vedono le medie"),
    SettingType.BOOLEAN,
    default=True,
    help=_("Accanto a ogni media c’è scritto come si calcola."),
)
COUNCIL_SEES_MARKS = Setting(
    "grades.council_sees_marks",
    _("I docenti della classe vedono i voti di tutte le materie"),
    SettingType.BOOLEAN,
    default=False,
    help=_("Il coordinatore e la dirigenza li vedono sempre."),
)
SHOW_MARKS_AS = Setting(
    "grades.show_marks_as",
    _("Come si scrivono i voti"),
    SettingType.CHOICE,
    Style.SIGNS.value,
    choices=((Style.SIGNS.value, _("7+ 7½ 8-")), (Style.DECIMALS.value, _("7,25 7,5 7,75"))),
)
LOCK_DAYS = Setting(
    "grades.lock_days",
    _("Giorni dopo i quali un voto non si può più cambiare"),
    SettingType.INTEGER,
    0,
    help=_("0: nessun blocco. Il dirigente può sempre concedere uno sblocco temporaneo."),
    minimum=0,
    maximum=365,
)
RISK_SUBJECTS = Setting(
    "grades.risk_subjects",
    _("Materie insufficienti da cui uno studente è segnalato al consiglio"),
    SettingType.INTEGER,
    3,
    help=_("Nel quadro della classe, per il coordinatore e la dirigenza."),
    minimum=1,
    maximum=10,
)

SETTINGS = [
    PUBLISH_DELAY,
    DEBOUNCE,
    SHOW_AVERAGES,
    COUNCIL_SEES_MARKS,
    SHOW_MARKS_AS,
    LOCK_DAYS,
    RISK_SUBJECTS,
    NOTE_EDIT,
]
