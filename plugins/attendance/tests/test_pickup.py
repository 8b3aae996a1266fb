"""Who fetches a student, and who goes home alone (E1, E2, V1)."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from registro_attendance.models import AutonomousExit, Delegate, DelegateState
from registro_attendance.pickup.reading import must_be_fetched
from registro_attendance.pickup.rules import (
    may_go_home_alone,
    may_leave_during_hours,
    needs_authorisation,
)
from registro_core.api import Person
from registro_core.testing import TestSchool

TODAY = date(2026, 11, 24)


def test_e2_under_fourteen_needs_the_parents_leave() -> None:
    born = date(2012, 11, 25)
    assert needs_authorisation(born, TODAY)
    assert not needs_authorisation(born, date(2026, 11, 25))
    assert needs_authorisation(None, TODAY)
    assert may_go_home_alone(born, TODAY, authorised=True)
    assert not may_go_home_alone(born, TODAY, authorised=False)


def test_e1_e2_during_hours_a_minor_leaves_only_with_an_adult_of_the_list() -> None:
    people = {"guardian:1", "delegate:2"}
    assert may_leave_during_hours(adult=True, companion=None, fetchers=people)
    assert may_leave_during_hours(adult=False, companion="delegate:2", fetchers=people)
    assert not may_leave_during_hours(adult=False, companion="delegate:3", fetchers=people)
    assert not may_leave_during_hours(adult=False, companion=None, fetchers=people)


@pytest.fixture
def young(school: TestSchool) -> TestSchool:
    """Anna is twelve."""
    with school.session() as session:
        session.execute(
            update(Person)
            .where(Person.id == school.people["anna"])
            .values(birth_date=date(2014, 3, 1))
        )
    return school


def path(school: TestSchool, name: str, rest: str = "pickup") -> str:
    return f"/students/{school.people[name]}/{rest}"


def trust(school: TestSchool, who: str = "mamma", status: int = 303, **fields: str) -> Any:
    page = school.as_(who).get(path(school, "anna"))
    form = next(f for f in page.forms.values() if "document" in f.fields)
    for name, value in {"name": "Nonno Piero", "document": "CI AB1", **fields}.items():
        form[name] = value
    return form.submit(status=status)


def states(school: TestSchool) -> list[str]:
    with school.session() as session:
        return [str(state) for state in session.scalars(select(Delegate.state))]


def test_a_delegate_waits_for_the_office_then_may_fetch(school: TestSchool, family: Any) -> None:
    trust(school).follow().mustcontain("Delega inviata", "In attesa della segreteria")
    assert states(school) == ["requested"]
    school.as_("papa").get("/notices").mustcontain("Nonno Piero è stato delegato")
    page = school.as_("segreteria").get("/delegates")
    page.mustcontain("Nonno Piero", "Abate Anna")
    family.form(page, "/decide").submit("approve", status=303)
    assert states(school) == ["approved"]
    desk = school.as_("vicario").get(f"/desk?student={school.people['anna']}")
    desk.mustcontain("Nonno Piero")
    school.as_("mamma").get("/notices").mustcontain("Delega approvata: Nonno Piero")


def test_where_the_school_asks_no_approval_it_counts_at_once(school: TestSchool) -> None:
    school.choose(**{"attendance.delegates_need_approval": False})
    trust(school)
    assert states(school) == ["approved"]


def test_the_office_may_refuse_and_either_parent_revoke(school: TestSchool, family: Any) -> None:
    trust(school)
    page = school.as_("segreteria").get(path(school, "anna"))
    family.form(page, "/decide").submit(status=303)
    trust(school, name="Zia Ada")
    page = school.as_("papa").get(path(school, "anna"))
    family.form(page, "/revoke").submit(status=303)
    assert states(school) == ["rejected", "revoked"]


def test_a_delegation_of_an_old_page_is_a_conflict(school: TestSchool, family: Any) -> None:
    trust(school)
    page = school.as_("papa").get(path(school, "anna"))
    office = school.as_("segreteria").get(path(school, "anna"))
    family.form(office, "/decide").submit("approve", status=303)
    family.form(page, "/revoke").submit(status=409)
    assert states(school) == ["approved"]


def test_bad_input_is_told_at_its_field(school: TestSchool) -> None:
    trust(school, status=422, name="").mustcontain("Compila questo campo")
    trust(school, status=422, document="x" * 121)
    trust(school, status=422, ends_on="2026-11-01").mustcontain("viene prima del primo")
    trust(school, status=422, starts_on="2027-09-01").mustcontain("dopo la fine")
    assert states(school) == []


def test_who_may_not_delegate(school: TestSchool) -> None:
    for who, status in (("anna", 403), ("docente", 403), ("altra", 404), ("ristretto", 404)):
        browser = school.as_(who)
        token = browser.get("/account").html.find("input", {"name": "csrf_token"})["value"]
        body = {"csrf_token": token, "name": "Io", "document": "x", "starts_on": "2026-11-24"}
        browser.post(path(school, "anna"), body, status=status)
    assert states(school) == []


def test_v1_a_restricted_parent_is_not_among_those_who_fetch(school: TestSchool) -> None:
    page = school.as_("dirigente").get(path(school, "bruno"))
    page.mustcontain("Lucia Neri", no="Sergio Bianchi")


def test_e2_parents_let_a_child_go_home_alone_for_the_year(young: TestSchool, family: Any) -> None:
    page = young.as_("mamma").get(path(young, "anna"))
    page.mustcontain("Non esce da solo")
    form = family.form(page, "/autonomous-exit")
    form.submit(status=422).mustcontain("Spunta la dichiarazione")
    form["declared"] = True
    form.submit(status=303).follow().mustcontain("Esce da solo", "8 giugno 2027")
    young.as_("papa").get("/notices").mustcontain("Uscita autonoma")
    anna = young.people["anna"]
    with young.session() as session:
        assert must_be_fetched(session, [anna], TODAY) == frozenset()
        assert must_be_fetched(session, [anna], date(2027, 9, 20)) == {anna}


def test_e2_or_until_revoked_where_the_school_says_so(young: TestSchool, family: Any) -> None:
    young.choose(**{"attendance.autonomous_exit_lasts": "revoked"})
    form = family.form(young.as_("mamma").get(path(young, "anna")), "/autonomous-exit")
    form["declared"] = True
    form.submit(status=303)
    anna = young.people["anna"]
    with young.session() as session:
        assert session.scalars(select(AutonomousExit.ends_on)).one() is None
        assert must_be_fetched(session, [anna], date(2027, 9, 20)) == frozenset()
    page = young.as_("papa").get(path(young, "anna"))
    family.form(page, "/autonomous-exit/revoke").submit(status=303)
    with young.session() as session:
        assert must_be_fetched(session, [anna], TODAY) == {anna}


def test_e2_the_leave_to_go_home_alone_does_not_cover_exits_during_hours(
    young: TestSchool, family: Any
) -> None:
    form = family.form(young.as_("mamma").get(path(young, "anna")), "/autonomous-exit")
    form["declared"] = True
    form.submit(status=303)
    page = young.as_("vicario").get(f"/desk?student={young.people['anna']}")
    form = next(f for f in page.forms.values() if "kind" in f.fields)
    form["document"] = "CI 1"
    form.submit(status=422).mustcontain("solo con un genitore o un delegato")


def test_a_delegation_that_is_over_fetches_nobody(school: TestSchool) -> None:
    with school.session() as session:
        session.add(
            Delegate(
                student_id=school.people["anna"],
                name="Zio",
                document="x",
                starts_on=date(2026, 9, 14),
                ends_on=date(2026, 11, 23),
                state=DelegateState.APPROVED,
                requested_at=school.clock.now,
            )
        )
    school.as_("vicario").get(path(school, "anna")).mustcontain(no="Zio")


def test_e2_the_last_lesson_tells_who_does_not_go_home_alone(young: TestSchool, rolls: Any) -> None:
    rolls.open(5).mustcontain("Non escono da soli", "Giorgio Abate, Maria Villa")
    rolls.open(4).mustcontain(no="Non escono da soli")


def test_documents_of_delegates_are_for_the_students_own_teachers(school: TestSchool) -> None:
    path = f"/students/{school.people['anna']}/pickup"

    school.as_("docente").get(path, status=200)
    school.as_("estraneo").get(path, status=403)
