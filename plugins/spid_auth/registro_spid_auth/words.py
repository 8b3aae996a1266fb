"""Outcomes of the log in words, for the office."""

from registro_core.api import Text
from registro_spid_auth import _
from registro_spid_auth.kinds import Connector
from registro_spid_auth.records.services import OK
from registro_spid_auth.refusals import explain

WORDS: dict[str, Text] = {
    OK: _("Riuscito"),
    "partial-logout": _("Uscita non confermata dal gestore"),
    "idp-error": _("Errore del gestore senza codice"),
}


def outcome_words(outcome: str, connector: Connector) -> Text:
    """What an outcome means; the machine word stands beside it."""
    return WORDS.get(outcome) or explain(outcome, connector).title
