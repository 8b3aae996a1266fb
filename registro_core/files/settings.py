"""What a school may choose about files."""

from registro_core import _
from registro_core.items import Setting, SettingType

# The body that carries a file may be this large; the web server in front must allow it too.
MAX_MEGABYTES = 200

FILE_MEGABYTES = Setting(
    "core.file_megabytes",
    _("Grandezza massima di un file"),
    SettingType.INTEGER,
    20,
    help=_("In megabyte. I filmati sono i file più grandi."),
    minimum=1,
    maximum=MAX_MEGABYTES,
)
QUOTA_MEGABYTES = Setting(
    "core.file_quota_megabytes",
    _("Spazio di ciascuna persona per i file"),
    SettingType.INTEGER,
    2000,
    help=_("In megabyte, per tutti i file che ha caricato."),
    minimum=1,
    maximum=1_000_000,
)
SETTINGS = [FILE_MEGABYTES, QUOTA_MEGABYTES]
