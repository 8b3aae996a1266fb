"""What a school may choose about lessons."""

from registro_core.api import LockRules, Request, Setting, SettingType
from registro_lessons import _

LOCK_DAYS = "lessons.lock_days"
HOUR_MINUTES = "lessons.hour_minutes"
RECOVER = "lessons.recover_reductions"

SETTINGS = [
    Setting(
        LOCK_DAYS,
        _("Giorni dopo i quali una lezione non si può più cambiare"),
        SettingType.INTEGER,
        0,
        _("0: nessun blocco. Il dirigente può sempre concedere uno sblocco temporaneo."),
        minimum=0,
        maximum=365,
    ),
    Setting(
        HOUR_MINUTES,
        _("Minuti di servizio di un’unità oraria"),
        SettingType.INTEGER,
        60,
        _("Serve al conto dei minuti da recuperare quando le ore sono ridotte."),
        minimum=30,
        maximum=90,
    ),
    Setting(
        RECOVER,
        _("Le riduzioni dell’ora vanno recuperate"),
        SettingType.BOOLEAN,
        default=False,
        help=_(
            "Sì se l’ora è ridotta per motivi didattici (CCNL art. 28); "
            "no se lo è per cause esterne, entro 10 minuti."
        ),
    ),
]


def lock_rules(request: Request) -> LockRules:
    """What decides over locks, for this request."""
    return LockRules(request.today, request.now, request.school_settings.integer(LOCK_DAYS))
