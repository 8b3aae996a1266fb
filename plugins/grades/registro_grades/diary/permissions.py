"""Who may keep a diary. Whose it is decides over every entry; no permission opens another's."""

from registro_core.api import Permission, Relation
from registro_grades import _

DIARY = Permission(
    "grades:diary",
    _("Tenere un diario personale, che nessun altro legge"),
    granted_to=frozenset({Relation.TEACHER}),
)
