"""What a school may choose about signing in."""

from registro_core import _
from registro_core.accounts.password_policy import DEFAULT_MINIMUM, LOWEST_MINIMUM
from registro_core.accounts.second_factor.policy import SETTING as SECOND_FACTOR
from registro_core.items import Setting, SettingType

SETTINGS = [
    SECOND_FACTOR,
    Setting(
        "core.password_minimum",
        _("Lunghezza minima delle password"),
        SettingType.INTEGER,
        DEFAULT_MINIMUM,
        help=_("Vale per le password scelte da ora in poi. 15 è la misura più prudente."),
        minimum=LOWEST_MINIMUM,
        maximum=64,
    ),
    Setting(
        "core.code_hours",
        _("Ore di validità dei codici stampati"),
        SettingType.INTEGER,
        24,
        help=_("Il tempo di consegnare le lettere: 24 è un giorno, 192 sono otto."),
        minimum=1,
        maximum=192,
    ),
]
