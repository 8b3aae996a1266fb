"""Who is signed in, and how they stand to students and classes."""

from datetime import date

from registro_core.items import Role
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
