"""The words of procedures for what is stored as a code."""

from registro_core.api import Text
from registro_grades import _
from registro_grades.models import Body, Hearing, Outcome

OUTCOMES: dict[Outcome, Text] = {
    Outcome.DISMISSED: _("Archiviazione"),
    Outcome.REPRIMAND: _("Ammonizione"),
    Outcome.REMOVAL: _("Allontanamento dalle lezioni"),
    Outcome.EXCLUSION: _("Esclusione dallo scrutinio finale o dall’esame"),
}
HEARINGS: dict[Hearing, Text] = {
    Hearing.PRESENT: _("Sentito di persona"),
    Hearing.WRITTEN: _("Ha presentato una memoria scritta"),
    Hearing.ABSENT: _("Convocato, non si è presentato"),
}
BODIES: dict[Body, Text] = {
    Body.CLASS: _("Consiglio di classe"),
    Body.INSTITUTE: _("Consiglio d’istituto"),
}
