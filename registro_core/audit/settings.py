"""What a school may choose about the audit log."""

from registro_core import _
from registro_core.items import Setting, SettingType

AUDIT_MAIL = Setting(
    "core.audit_mail",
    _("Indirizzo a cui mandare ogni notte il sigillo del registro delle modifiche"),
    SettingType.TEXT,
    "",
    help=_(
        "Per esempio il protocollo o la PEC della scuola: così nessuno può riscrivere il registro "
        "delle modifiche senza che si veda. Vuoto: il sigillo resta solo sul server."
    ),
)
