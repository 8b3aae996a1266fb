"""What may be done with digital identities, and who may unless the school says otherwise."""

from registro_core.api import Permission, Relation
from registro_spid_auth import _

MANAGE = Permission(
    "spid_auth:manage",
    _("Gestire l’accesso con SPID e CIE"),
    frozenset({Relation.ADMIN, Relation.OFFICE}),
)

PERMISSIONS = (MANAGE,)
