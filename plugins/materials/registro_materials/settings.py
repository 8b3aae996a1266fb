"""What a school may choose about materials."""

from registro_core.api import Setting, SettingType
from registro_materials import _

DEBOUNCE = Setting(
    "materials.debounce_minutes",
    _("Attesa prima di avvisare di nuovi materiali"),
    SettingType.INTEGER,
    15,
    help=_("In minuti. Quello che viene condiviso nella stessa ora arriva in un solo avviso."),
    minimum=0,
    maximum=240,
)
SETTINGS = [DEBOUNCE]
