"""Why a booking cannot be made or moved on, or an hour not added."""

from collections.abc import Mapping
from enum import StrEnum

from registro_core.api import Text
from registro_meetings import _


class Why(StrEnum):
    """The reasons there are."""

    NOT_THEIR_TEACHER = "not-their-teacher"
    NOT_OFFERED = "not-offered"
    TOO_LATE = "too-late"
    ALREADY = "already"
    FULL = "full"
    OVERLAPS = "overlaps"
    NOT_IN_THIS_STATE = "not-in-this-state"


TEXTS: Mapping[Why, Text] = {
    Why.NOT_THEIR_TEACHER: _("Non è un insegnante di questo studente."),
    Why.NOT_OFFERED: _("In quel momento l’insegnante non riceve."),
    Why.TOO_LATE: _("È troppo tardi: chiedi direttamente alla scuola."),
    Why.ALREADY: _("C’è già una prenotazione con questo insegnante: prima annullala."),
    Why.FULL: _("I posti sono finiti: puoi metterti in lista d’attesa."),
    Why.OVERLAPS: _("In quelle ore l’insegnante riceve già."),
    Why.NOT_IN_THIS_STATE: _("Nel frattempo la prenotazione è cambiata: controlla."),
}


class NotPossible(Exception):
    """What was asked cannot be; `why` says it in words for who asked."""

    def __init__(self, why: Why) -> None:
        """Nothing was stored."""
        super().__init__(why.value)
        self.why = why

    @property
    def text(self) -> Text:
        """The reason in words."""
        return TEXTS[self.why]
