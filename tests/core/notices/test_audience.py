"""Who may know what concerns a student: asked when a notice is sent and when it is read (V1, V2)."""

from datetime import date

import pytest
from sqlalchemy import literal, select, update

from registro_core.notices.audience import may_know
from registro_core.people.adults import eighteen_years_before
from registro_core.people.models import Guardianship, Person, StudentProfile
from registro_core.security.identity import is_adult
from registro_core.testing import TODAY


@pytest.fixture
def asks(school):
    def run(person, student, today=TODAY):
        person_id, student_id = school.people[person], school.people[student]
        with school.session() as session:
            condition = may_know(literal(person_id), literal(student_id), today)
            return bool(session.scalar(select(Person.id).where(Person.id == 1, condition)))

    return run


@pytest.mark.parametrize(
    ("person", "student", "expected"),
    [
        ("anna", "anna", True),
        ("mamma", "anna", True),
        ("mamma", "bruno", False),
        ("altra", "bruno", True),
        ("ristretto", "bruno", False),
        ("docente", "bruno", True),
        ("bruno", "anna", False),
    ],
)
def test_who_may_know(asks, person, student, expected):
    assert asks(person, student) is expected


def test_a_role_does_not_bring_back_what_a_court_took(school, asks):
    assert asks("docente.genitore", "carlo")
    with school.session() as session:
        statement = update(Guardianship).where(
            Guardianship.guardian_id == school.people["docente.genitore"]
        )
        session.execute(statement.values(restricted_from=TODAY))
    assert not asks("docente.genitore", "carlo")


def test_guardianships_are_dated(school, asks):
    with school.session() as session:
        statement = update(Guardianship).where(Guardianship.guardian_id == school.people["mamma"])
        session.execute(statement.values(ends_on=TODAY))
    assert asks("mamma", "anna", TODAY)
    assert not asks("mamma", "anna", date(2026, 11, 25))


@pytest.mark.parametrize(("choice", "expected"), [(None, True), (True, True), (False, False)])
def test_parents_of_an_adult_who_objected_hear_nothing(school, asks, choice, expected):
    with school.session() as session:
        anna = school.people["anna"]
        session.get_one(Person, anna).birth_date = date(2008, 11, 24)
        session.get_one(StudentProfile, anna).parents_may_see_adult = choice
    assert asks("mamma", "anna") is expected
    assert asks("mamma", "anna", date(2026, 11, 23))


@pytest.mark.parametrize(
    "today", [date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 29), date(2026, 11, 24)]
)
def test_the_limit_of_age_agrees_with_that_of_signing_in(today):
    for birth in (date(2008, 2, 28), date(2008, 2, 29), date(2008, 3, 1), date(2010, 3, 1)):
        assert (birth <= eighteen_years_before(today)) is is_adult(birth, today)
