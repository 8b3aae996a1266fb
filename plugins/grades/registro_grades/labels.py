"""The words of the pages for what is stored as a code."""

from registro_core.api import SchoolOrder, Text
from registro_grades import _
from registro_grades.marks.visibility import MarkState
from registro_grades.models import Kind, ScaleUse, Tone

KINDS: dict[Kind, Text] = {
    Kind.WRITTEN: _("Scritto"),
    Kind.ORAL: _("Orale"),
    Kind.PRACTICAL: _("Pratico"),
    Kind.GRAPHIC: _("Grafico"),
    Kind.SINGLE: _("Voto unico"),
}
# For the head of a narrow column.
KINDS_SHORT: dict[Kind, Text] = {
    Kind.WRITTEN: _("scr."),
    Kind.ORAL: _("or."),
    Kind.PRACTICAL: _("prat."),
    Kind.GRAPHIC: _("graf."),
    Kind.SINGLE: _("un."),
}
STATES: dict[MarkState, Text] = {
    MarkState.DRAFT: _("Bozza"),
    MarkState.SCHEDULED: _("Programmato"),
    MarkState.PUBLISHED: _("Pubblicato"),
    MarkState.CANCELLED: _("Annullato"),
}
TONES: dict[Tone, Text] = {
    Tone.NEUTRAL: _("Neutro"),
    Tone.GOOD: _("Positivo"),
    Tone.WARNING: _("Attenzione"),
    Tone.BAD: _("Negativo"),
}
USES: dict[ScaleUse, Text] = {
    ScaleUse.SUBJECTS: _("Tutte le materie"),
    ScaleUse.RELIGION: _("Religione e attività alternativa"),
}
ORDERS: dict[SchoolOrder, Text] = {
    SchoolOrder.NURSERY: _("Infanzia"),
    SchoolOrder.PRIMARY: _("Primaria"),
    SchoolOrder.LOWER_SECONDARY: _("Secondaria di I grado"),
    SchoolOrder.UPPER_SECONDARY: _("Secondaria di II grado"),
}
