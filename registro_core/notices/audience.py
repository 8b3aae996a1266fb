"""Whether a person may still know what a notice tells: asked when it is sent and when it is read."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from registro_core.db.dated import holds_on
from registro_core.people.adults import eighteen_years_before, parents_see_adult
from registro_core.people.guardians import guards_on
from registro_core.people.models import Guardianship, Person, RoleGrant, StudentProfile


def may_know(person_id: Any, student_id: Any, today: date) -> ColumnElement[bool]:
    """SQL condition: a person may know today what concerns a student.

    The student, those who answer for them today and are not restricted (V1,
    V2), and holders of a role in the school; but nobody by their role who
    once answered for the student and no longer does. A notice about no
    student (NULL) may be known by whom it was sent to.

    :param person_id: a column or a number; so is `student_id`.
    """
    valid_guardian = _guardian(person_id, student_id, today)
    ever_guardian = exists().where(
        Guardianship.guardian_id == person_id, Guardianship.student_id == student_id
    )
    has_role = exists().where(
        RoleGrant.person_id == person_id,
        holds_on(RoleGrant, today),
    )
    return or_(
        student_id.is_(None),
        student_id == person_id,
        valid_guardian,
        and_(has_role, ~ever_guardian),
    )


def _guardian(person_id: Any, student_id: Any, today: date) -> ColumnElement[bool]:
    return (
        select(Guardianship.id)
        .join(Person, Person.id == Guardianship.student_id)
        .outerjoin(StudentProfile, StudentProfile.person_id == Guardianship.student_id)
        .where(
            Guardianship.guardian_id == person_id,
            Guardianship.student_id == student_id,
            guards_on(today),
            or_(
                Person.birth_date.is_(None),
                Person.birth_date > eighteen_years_before(today),
                parents_see_adult(),
            ),
        )
        .correlate_except(Guardianship, Person, StudentProfile)
        .exists()
    )
