"""The permissions of the core's own pages, and who holds them unless the school says otherwise."""

from registro_core import _
from registro_core.items import Permission, Relation

EVERYBODY = frozenset({Relation.SIGNED_IN})
TEACHING_STAFF = frozenset(
    {Relation.TEACHER, Relation.HEAD, Relation.DEPUTY, Relation.OFFICE, Relation.ADMIN}
)

HOME = Permission("core:home", _("Aprire la propria pagina iniziale"), EVERYBODY)
SEARCH = Permission("core:search", _("Cercare persone e classi"), TEACHING_STAFF)
# Reading and saving a lesson; each part of the page asks for its own permission besides.
LESSON = Permission(
    "core:lesson",
    _("Aprire la pagina di una lezione"),
    frozenset({Relation.TEACHER_OF_CLASS, Relation.HEAD, Relation.DEPUTY, Relation.OFFICE}),
)

PERMISSIONS = [HOME, SEARCH, LESSON]
