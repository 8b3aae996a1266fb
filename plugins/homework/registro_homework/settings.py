"""What a school may choose about homework."""

from registro_core.api import Setting, SettingType
from registro_homework import _

ASSIGN_BY = Setting(
    "homework.assign_by",
    _("Ora fino alla quale si assegnano compiti per il giorno dopo"),
    SettingType.TIME,
    "15:00",
    help=_("Dopo, il docente è avvertito e deve confermare."),
)
ONE_TEST = Setting(
    "homework.one_test_a_day",
    _("Una sola verifica al giorno per classe"),
    SettingType.BOOLEAN,
    default=False,
    help=_("Se no, il docente è avvertito che ce n’è già una e può confermare."),
)
DIGEST_AT = Setting(
    "homework.digest_at",
    _("Ora dell’avviso con i compiti del giorno"),
    SettingType.TIME,
    "15:30",
    help=_(
        "Le famiglie ricevono un solo avviso con tutto quello che è stato assegnato o cambiato. "
        "Quello che viene dopo parte più tardi, ma non nelle ore di silenzio."
    ),
)
HEAVY_DAY = Setting(
    "homework.heavy_day_minutes",
    _("Minuti di compiti oltre i quali un giorno è segnalato come pesante"),
    SettingType.INTEGER,
    120,
    help=_("Nel carico settimanale che vede il consiglio di classe."),
    minimum=15,
    maximum=600,
)

SETTINGS = [ASSIGN_BY, ONE_TEST, DIGEST_AT, HEAVY_DAY]
