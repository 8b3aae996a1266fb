"""The permissions of attendance, and who holds them unless the school says otherwise."""

from registro_attendance import _
from registro_core.api import Permission, Relation

READ = Permission(
    "attendance:read",
    _("Vedere le assenze"),
    granted_to=frozenset(
        {
            Relation.TEACHER_OF_CLASS,
            Relation.SUPPORT_TEACHER_OF_STUDENT,
            Relation.HEAD,
            Relation.DEPUTY,
            Relation.OFFICE,
            Relation.GUARDIAN_OF_STUDENT,
            Relation.SELF,
        }
    ),
)
ROLL = Permission(
    "attendance:roll",
    _("Fare l’appello in un’ora, anche in supplenza"),
    granted_to=frozenset({Relation.TEACHER, Relation.HEAD, Relation.DEPUTY}),
)
WRITE = Permission(
    "attendance:write",
    _("Correggere assenze, ritardi e uscite"),
    granted_to=frozenset({Relation.TEACHER_OF_CLASS, Relation.HEAD, Relation.DEPUTY}),
)
MANAGE = Permission(
    "attendance:manage",
    _("Registrare deroghe, ore di altre scuole e limiti"),
    granted_to=frozenset(
        {Relation.COORDINATOR_OF_CLASS, Relation.HEAD, Relation.DEPUTY, Relation.OFFICE}
    ),
)
SCHOOL = Permission(
    "attendance:school:read",
    _("Vedere gli appelli e le assenze di tutta la scuola"),
    granted_to=frozenset({Relation.HEAD, Relation.DEPUTY, Relation.OFFICE}),
)
ACKNOWLEDGE = Permission(
    "attendance:acknowledge",
    _("Confermare di aver letto gli avvisi sulle assenze"),
    granted_to=frozenset({Relation.GUARDIAN_OF_STUDENT, Relation.SELF_ADULT}),
)

PERMISSIONS = [READ, ROLL, WRITE, MANAGE, SCHOOL, ACKNOWLEDGE]
