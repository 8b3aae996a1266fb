"""To whom a circular was not sent, it does not exist (V1, V2, V3; checks 5 and 6)."""

import pytest
from sqlalchemy import update

from registro_core.api import Guardianship, SchoolClass, SchoolOrder, StudentProfile
from registro_core.testing import TODAY

# Worked out above the database: the same on every kind.
pytestmark = pytest.mark.once

EVERYBODY = (
    *("anna", "bruno", "luca", "adulto", "mamma", "papa", "altra", "ristretto", "docente"),
    *("coordinatore", "sostegno", "religione", "docente.genitore", "estraneo", "dirigente"),
    *("vicario", "segreteria", "bidella", "admin"),
)
WRITERS = {"dirigente", "vicario", "segreteria"}


def who_opens(school, path):
    """Those for whom an address answers with the thing itself; the others get 403 or 404."""
    found = set()
    for who in EVERYBODY:
        status = school.as_(who).get(path, expect_errors=True).status_int
        assert status in {200, 403, 404}, who
        found |= {who} if status == 200 else set()
    return found


def test_a_draft_is_of_who_writes_circulars(school, circulars):
    number = circulars.write()
    for path in ("", "/edit", "/publish", "/statistics", "/statistics.csv"):
        assert who_opens(school, f"/circulars/{number}{path}") == WRITERS, path
        # nor is it told whether it exists
        answer = school.as_("mamma").get(f"/circulars/{number}{path}", expect_errors=True)
        assert answer.status_int == 404, path


def test_each_kind_of_addressee_reaches_its_own(school, circulars):
    first, second = school.classes["1A"], school.classes["2A"]
    maths = school.subjects["MAT"]
    cases = [
        ({"kinds": ["families"], "classes": [first]}, {"mamma", "papa", "altra"}),
        # adulto is of age: told themselves (V2); ristretto is restricted (V1)
        (
            {"kinds": ["families"], "classes": [second]},
            {"mamma", "papa", "adulto", "docente.genitore"},
        ),
        ({"kinds": ["staff"], "classes": [first]}, {"bidella"}),
        ({"kinds": ["teachers"], "subjects": [maths]}, {"docente"}),
        (
            {"kinds": ["teachers"], "classes": [second]},
            {"docente", "religione"},
        ),
        ({"kinds": [], "people": [school.people["estraneo"]]}, {"estraneo"}),
    ]
    for fields, expected in cases:
        number = circulars.write(**fields)
        circulars.publish(number)
        assert who_opens(school, f"/circulars/{number}") == expected | WRITERS, fields


def test_students_of_the_first_cycle_receive_none(school, circulars):
    with school.session() as session:
        session.execute(
            update(SchoolClass)
            .where(SchoolClass.id == school.classes["1A"])
            .values(order=SchoolOrder.LOWER_SECONDARY)
        )
        session.execute(
            update(SchoolClass)
            .where(SchoolClass.id == school.classes["2A"])
            .values(order=SchoolOrder.UPPER_SECONDARY)
        )
    number = circulars.write(kinds=["students"])
    circulars.publish(number)
    assert who_opens(school, f"/circulars/{number}") == {"luca", "adulto"} | WRITERS


def test_whom_a_court_restricts_afterwards_reads_no_more(school, circulars):
    number = circulars.write(classes=[school.classes["1A"]])
    circulars.publish(number)
    assert school.as_("altra").get(f"/circulars/{number}").status_int == 200
    with school.session() as session:
        session.execute(
            update(Guardianship)
            .where(Guardianship.guardian_id == school.people["altra"])
            .values(restricted_from=TODAY)
        )
    other = school.as_("altra")
    assert other.get(f"/circulars/{number}", expect_errors=True).status_int in {403, 404}


def test_parents_of_an_adult_read_as_the_student_has_it(school, circulars):
    adult, mother = school.people["adulto"], school.people["mamma"]
    with school.session() as session:
        session.add(
            Guardianship(student_id=adult, guardian_id=mother, kind="mother", starts_on=TODAY)
        )
        session.execute(
            update(Guardianship)
            .where(Guardianship.student_id == school.people["luca"])
            .values(ends_on=TODAY.replace(day=1), starts_on=TODAY.replace(day=1))
        )
    paths = []
    for sees in (True, False):
        with school.session() as session:
            session.execute(
                update(StudentProfile)
                .where(StudentProfile.person_id == adult)
                .values(parents_may_see_adult=sees)
            )
        number = circulars.write(classes=[school.classes["2A"]])
        circulars.publish(number)
        paths.append(f"/circulars/{number}")
        assert ("mamma" in who_opens(school, paths[-1])) is sees
    # what was sent while the student allowed it is closed too, once they refuse
    assert "mamma" not in who_opens(school, paths[0])
