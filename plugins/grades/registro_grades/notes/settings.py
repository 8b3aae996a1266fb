"""What a school may choose about disciplinary notes."""

from registro_core.api import Setting, SettingType
from registro_grades import _

NOTE_EDIT = Setting(
    "grades.note_edit_minutes",
    _("Minuti in cui il docente può correggere una nota"),
    SettingType.INTEGER,
    30,
    help=_("Dopo si può solo annullare, dicendo perché. Zero: non si corregge mai."),
    minimum=0,
    maximum=240,
)
