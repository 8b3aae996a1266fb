"""The words of the pages for what is stored as a code."""

from registro_core.api import Text
from registro_lessons import _
from registro_lessons.models import ModuleKind, RollPart, SignatureKind

KINDS: dict[SignatureKind, Text] = {
    SignatureKind.CURRICULAR: _("Docente della materia"),
    SignatureKind.CO_TEACHING: _("Compresenza"),
    SignatureKind.SUBSTITUTION: _("Supplenza"),
    SignatureKind.SUPPORT: _("Sostegno"),
}
MODULES: dict[ModuleKind, Text] = {
    ModuleKind.ORIENTATION: _("Orientamento"),
    ModuleKind.WORK_EXPERIENCE: _("Formazione scuola-lavoro"),
    ModuleKind.ASSEMBLY: _("Assemblea"),
    ModuleKind.OTHER: _("Altra attività non valutata"),
}
PARTS: dict[RollPart, Text] = {
    RollPart.WHOLE: _("Tutta la classe"),
    RollPart.RELIGION: _("Chi si avvale della religione"),
    RollPart.ALTERNATIVE: _("Attività alternativa"),
    RollPart.OTHERS: _("Chi studia o esce"),
}
