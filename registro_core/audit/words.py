"""The acts of the log in words: their names are made for programs."""

from registro_core import _
from registro_core.items import Text

# The last part of an act's name says what was done, the first to what.
VERBS: dict[str, Text] = {
    "activated": _("attivato"),
    "added": _("aggiunto"),
    "assigned": _("assegnato"),
    "built": _("creato"),
    "called": _("registrato"),
    "cancelled": _("annullato"),
    "changed": _("modificato"),
    "code-refused": _("codice rifiutato"),
    "closed": _("chiuso"),
    "confirmed": _("confermato"),
    "created": _("creato"),
    "deleted": _("cancellato"),
    "disabled": _("disattivato"),
    "ended": _("terminato"),
    "enabled": _("attivato"),
    "enrolled": _("iscritto"),
    "erased": _("cancellato"),
    "exported": _("esportato"),
    "handed-in": _("consegnato"),
    "granted": _("concesso"),
    "guessed": _("preso di mira: tentativi esauriti"),
    "imported": _("importato"),
    "issued": _("rilasciato"),
    "justified": _("giustificato"),
    "left": _("uscito"),
    "made": _("creato"),
    "opened": _("aperto"),
    "purged": _("eliminato"),
    "recorded": _("registrato"),
    "recovery-codes-made": _("codici di recupero creati"),
    "refused": _("rifiutato"),
    "removed": _("rimosso"),
    "reopened": _("riaperto"),
    "resent": _("rimandato"),
    "restored": _("ripristinato"),
    "returned": _("restituito"),
    "renewed": _("rinnovato"),
    "revoked": _("revocato"),
    "saved": _("salvato"),
    "second-factor-added": _("verifica in due passaggi attivata"),
    "second-factor-removed": _("verifica in due passaggi tolta"),
    "sessions-ended": _("sessioni chiuse"),
    "signed": _("firmato"),
    "signed-in": _("entrato"),
    "signed-out": _("uscito"),
    "withdrawn": _("ritirato"),
}


def verb(act: str) -> Text:
    """What was done, in a word; the act's own last part when nobody gave it a word."""
    last = act.rpartition(".")[2]
    return VERBS.get(last, last.replace("_", " "))
