"""In which roles somebody comes to the school: one person may wear several hats (ACC-5, ACC-8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Integer, String, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from registro_core.api import (
    Enrolment,
    Guardianship,
    Role,
    RoleGrant,
    SchoolClass,
    SchoolOrder,
    guards_on,
    holds_on,
)


class Hat(StrEnum):
    """Whom a school sets a policy for; the value is the last word of the setting's name."""

    GUARDIAN = "guardians"
    TEACHER = "teachers"
    STAFF = "staff"
    STUDENT = "students"


HAT_OF: Mapping[Role, Hat] = {
    Role.TEACHER: Hat.TEACHER,
    Role.HEAD: Hat.STAFF,
    Role.DEPUTY: Hat.STAFF,
    Role.OFFICE: Hat.STAFF,
    Role.STAFF: Hat.STAFF,
}
# Where electronic communication is with the parents alone (L. 182/2025 art. 51).
FIRST_CYCLE = frozenset({SchoolOrder.NURSERY, SchoolOrder.PRIMARY, SchoolOrder.LOWER_SECONDARY})


@dataclass(frozen=True)
class Hats:
    """What somebody is at the school on a day.

    `admin` runs the installation; `first_cycle` is a pupil up to the third year of lower secondary.
    """

    worn: frozenset[Hat]
    admin: bool = False
    first_cycle: bool = False


def hats_of(session: Session, person_id: int, today: date) -> Hats:
    """What somebody is today: one statement. A parent whom a court restricts is none (V1)."""

    def part(what: str, label: Any) -> Any:
        return select(literal(what).label("what"), cast(label, String).label("label"))

    statement = union_all(
        part("role", RoleGrant.role).where(
            RoleGrant.person_id == person_id, holds_on(RoleGrant, today)
        ),
        part("guardian", cast(null(), Integer))
        .select_from(Guardianship)
        .where(Guardianship.guardian_id == person_id, guards_on(today)),
        part("student", SchoolClass.order)
        .join(Enrolment, Enrolment.class_id == SchoolClass.id)
        .where(Enrolment.student_id == person_id, holds_on(Enrolment, today)),
    )
    rows = [(row.what, row.label) for row in session.execute(statement)]
    roles = {Role(label) for what, label in rows if what == "role"}
    orders = {SchoolOrder(label) for what, label in rows if what == "student"}
    worn = {HAT_OF[role] for role in roles if role in HAT_OF}
    if any(what == "guardian" for what, _label in rows):
        worn.add(Hat.GUARDIAN)
    if orders:
        worn.add(Hat.STUDENT)
    return Hats(frozenset(worn), Role.ADMIN in roles, bool(orders & FIRST_CYCLE))
