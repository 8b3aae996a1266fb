"""How a person stands to classes and students, also for pages that list many."""

from datetime import date

from registro_core.items import Relation, Role, TeachingKind
from registro_core.security.identity import Identity, is_adult

ROLE_RELATIONS = {
    Role.TEACHER: Relation.TEACHER,
    Role.HEAD: Relation.HEAD,
    Role.DEPUTY: Relation.DEPUTY,
    Role.OFFICE: Relation.OFFICE,
    Role.STAFF: Relation.STAFF,
    Role.ADMIN: Relation.ADMIN,
}


def class_relations(identity: Identity, class_id: int) -> frozenset[Relation]:
    """How a person stands to a class."""
    held = set()
    if class_id in identity.class_ids:
        held.add(Relation.TEACHER_OF_CLASS)
    if identity.coordinates(class_id):
        held |= {Relation.COORDINATOR_OF_CLASS, Relation.TEACHER_OF_CLASS}
    return frozenset(held)


def student_relations(
    identity: Identity, student_id: int, birth_date: date | None, class_id: int, today: date
) -> frozenset[Relation]:
    """How a person stands to a student who is in a class."""
    held = set(class_relations(identity, class_id))
    if (ward := identity.wards.get(student_id)) is not None:
        held.add(Relation.GUARDIAN_OF_STUDENT)
        if ward.can_justify:
            held.add(Relation.JUSTIFYING_GUARDIAN_OF_STUDENT)
    if identity.person_id == student_id:
        held.add(Relation.SELF)
        if is_adult(birth_date, today):
            held.add(Relation.SELF_ADULT)
    if any(
        t.kind is TeachingKind.SUPPORT and t.student_id == student_id for t in identity.teachings
    ):
        held.add(Relation.SUPPORT_TEACHER_OF_STUDENT)
    return frozenset(held)
