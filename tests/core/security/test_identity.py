"""Who is signed in, and how they stand to students and classes."""

from datetime import date, timedelta

from sqlalchemy import select

from registro_core.items import Role
from registro_core.people.models import GuardianKind, Guardianship, StudentProfile
from registro_core.school.models import School
from registro_core.security.identity import is_adult, load_relations
from registro_core.testing import TODAY, TestSchool


def test_a_parent_answers_for_both_children(school: TestSchool) -> None:
    with school.session() as session:
        held = load_relations(session, school.people["mamma"], TODAY)
    assert set(held.wards) == {school.people["anna"], school.people["luca"]}
    assert held.roles == frozenset()


def test_a_restricted_parent_sees_no_child(school: TestSchool) -> None:
    with school.session() as session:
        held = load_relations(session, school.people["ristretto"], TODAY)
    assert held.wards == {}


def test_a_teacher_who_is_a_parent_is_both(school: TestSchool) -> None:
    with school.session() as session:
        held = load_relations(session, school.people["docente.genitore"], TODAY)
    assert held.roles == {Role.TEACHER}
    assert set(held.wards) == {school.people["carlo"]}
    assert {t.class_id for t in held.teachings} == {school.classes["1A"]}


def test_born_on_29_february_of_age_on_1_march() -> None:
    born = date(2008, 2, 29)
    assert not is_adult(born, date(2026, 2, 28))
    assert is_adult(born, date(2026, 3, 1))


def test_v2_what_the_school_chose_for_parents_of_adults(school: TestSchool) -> None:
    path = f"/students/{school.people['adulto']}"
    with school.session() as session:
        session.add(
            Guardianship(
                student_id=school.people["adulto"],
                guardian_id=school.people["altra"],
                kind=GuardianKind.MOTHER,
                starts_on=TODAY,
            )
        )
    browser = school.as_("altra")
    browser.get(path, status=200)
    with school.session() as session:
        session.scalars(select(School)).one().settings = {"core.parents_see_adults": False}
    browser.get(path, status=404)
    with school.session() as session:
        session.get_one(StudentProfile, school.people["adulto"]).parents_may_see_adult = True
    browser.get(path, status=200)


def test_whoever_is_a_guardian_is_kin_restricted_or_not(school: TestSchool) -> None:
    with school.session() as session:
        held = load_relations(session, school.people["ristretto"], TODAY)
        both = load_relations(session, school.people["mamma"], TODAY)
    assert held.kin == {school.people["bruno"]}
    assert both.kin == {school.people["anna"], school.people["luca"]}


def test_a_guardianship_that_ended_makes_no_kin(school: TestSchool) -> None:
    with school.session() as session:
        row = session.scalars(
            select(Guardianship).where(Guardianship.guardian_id == school.people["altra"])
        ).one()
        row.ends_on = TODAY - timedelta(days=1)
        session.flush()
        held = load_relations(session, school.people["altra"], TODAY)
    assert (held.kin, held.wards) == (frozenset(), {})
