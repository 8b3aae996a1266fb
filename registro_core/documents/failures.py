"""Why a document could not be made; a page says it in words with status 503."""

from registro_core import _
from registro_core.items import Text


class NoDocuments(Exception):
    """No document now: `heading` and `reason` are for who asked."""

    heading: Text
    reason: Text


class NotInstalled(NoDocuments):
    """The system lacks a library that WeasyPrint draws with."""

    heading = _("Il PDF non si può preparare")
    reason = _(
        "Su questo server manca un programma che serve per i PDF: avvisa chi gestisce il registro. "
        "Intanto puoi stampare la pagina dal browser."
    )


class Busy(NoDocuments):
    """Others' documents are being made, and waiting longer would hold up the pages."""

    heading = _("Molti stanno preparando documenti")
    reason = _("Aspetta un minuto e riprova: il PDF si prepara uno alla volta.")
