"""Who is told of a student: guardians who may know, and the adult student (V1, V2)."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import (
    Guardianship,
    Person,
    StudentProfile,
    guards_on,
    is_adult,
    parents_see_adult,
)


def recipients(
    session: Session, student_ids: Collection[int], today: date
) -> dict[int, frozenset[int]]:
    """Whom to tell of each student: one statement.

    Both parents alike (V1), but nobody whom a court restricts. An adult is
    told themselves; the parents of an adult only unless the adult objected (V2).
    """
    rows = session.execute(
        select(
            Person.id,
            Person.birth_date,
            parents_see_adult().label("parents_see"),
            Guardianship.guardian_id,
        )
        .outerjoin(StudentProfile, StudentProfile.person_id == Person.id)
        .outerjoin(
            Guardianship,
            (Guardianship.student_id == Person.id) & guards_on(today),
        )
        .where(Person.id.in_(student_ids))
    )
    told: dict[int, set[int]] = defaultdict(set)
    for student_id, birth_date, parents_see, guardian_id in rows:
        adult = is_adult(birth_date, today)
        if adult:
            told[student_id].add(student_id)
        if parents_see or not adult:
            told[student_id] |= _someone(guardian_id)
    return {student_id: frozenset(people) for student_id, people in told.items()}


def _someone(guardian_id: int | None) -> set[int]:
    return set() if guardian_id is None else {guardian_id}
