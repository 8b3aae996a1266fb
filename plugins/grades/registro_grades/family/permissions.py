"""What families may do with marks beyond reading them."""

from registro_core.api import Permission, Relation
from registro_grades import _

FAMILY = frozenset({Relation.GUARDIAN_OF_STUDENT, Relation.SELF})

SEE_MARKS = Permission(
    "grades:acknowledge", _("Confermare di aver visto i voti"), granted_to=FAMILY
)
SIMULATE = Permission(
    "grades:simulate", _("Provare come cambierebbero le medie"), granted_to=FAMILY
)
HOME = Permission(
    "grades:family",
    _("Aprire la pagina dei voti della famiglia"),
    granted_to=frozenset({Relation.GUARDIAN, Relation.STUDENT}),
)

FAMILY_PERMISSIONS = [SEE_MARKS, SIMULATE, HOME]
