"""Who is told of a student: guardians who may know, and the adult student (V1, V2)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.people.adults import parents_see_adult
from registro_core.people.guardians import guards_on
from registro_core.people.models import Guardianship, Person, StudentProfile
from registro_core.security.identity import is_adult


@dataclass(frozen=True)
class Audience:
    """A student by first name, and who is told of them."""

    given_name: str
    people: frozenset[int]


def recipients(
    session: Session, student_ids: Collection[int], today: date
) -> dict[int, frozenset[int]]:
    """Whom to tell of each student: one statement."""
    found = audiences(session, student_ids, today)
    return {student_id: audience.people for student_id, audience in found.items()}


def audiences(session: Session, student_ids: Collection[int], today: date) -> dict[int, Audience]:
    """Whom to tell of each student, and how to call them: one statement.

    Both parents alike (V1), but nobody whom a court restricts. An adult is
    told themselves; the parents of an adult only unless the adult objected (V2).
    """
    rows = session.execute(
        select(
            Person.id,
            Person.given_name,
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
    names = {}
    for student_id, given_name, birth_date, parents_see, guardian_id in rows:
        names[student_id] = given_name
        adult = is_adult(birth_date, today)
        if adult:
            told[student_id].add(student_id)
        if parents_see or not adult:
            told[student_id] |= _someone(guardian_id)
    return {student: Audience(name, frozenset(told[student])) for student, name in names.items()}


def _someone(guardian_id: int | None) -> set[int]:
    return set() if guardian_id is None else {guardian_id}
