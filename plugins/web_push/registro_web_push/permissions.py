"""Who may have notices shown by their browser: whoever may sign in."""

from registro_core.api import Permission, Relation
from registro_web_push import _

USE = Permission(
    "web_push:use",
    _("Ricevere notifiche sui propri dispositivi"),
    frozenset({Relation.SIGNED_IN}),
)

PERMISSIONS = [USE]
