"""Teachers who are parents: nobody acts for the school on their own child; a colleague does.

In the small school docente.genitore is the mother of carlo in 2A; here she coordinates his class.
"""

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from registro_attendance.models import Delegate, Derogation, Event, Permit
from registro_core.api import (
    ClassDuty,
    DutyKind,
    Guardianship,
    Role,
    RoleGrant,
    Teaching,
    TeachingKind,
)
from registro_core.testing import TestSchool

MOTHER = "docente.genitore"
SINCE = date(2026, 9, 14)
YESTERDAY, TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
SAID = "non convalida, non autorizza e non corregge"


def teaches(school: TestSchool, who: str = MOTHER) -> None:
    with school.session() as session:
        session.add(
            Teaching(
                teacher_id=school.people[who],
                class_id=school.classes["2A"],
                subject_id=school.subjects["STO"],
                kind=TeachingKind.CURRICULAR,
                starts_on=SINCE,
            )
        )


@pytest.fixture
def council(school: TestSchool) -> TestSchool:
    """docente.genitore teaches in the class of her son, and coordinates it."""
    teaches(school)
    with school.session() as session:
        session.add(
            ClassDuty(
                class_id=school.classes["2A"],
                person_id=school.people[MOTHER],
                kind=DutyKind.COORDINATOR,
                starts_on=SINCE,
            )
        )
    return school


def restrict(school: TestSchool) -> None:
    """A court forbids her to know of her son: she is his mother all the same."""
    with school.session() as session:
        row = session.scalars(
            select(Guardianship).where(Guardianship.guardian_id == school.people[MOTHER])
        ).one()
        row.restricted_from = SINCE


def refused(school: TestSchool, path: str, who: str = MOTHER, **fields: str) -> None:
    """A POST of one's own making is refused, with the reason."""
    browser = school.as_(who)
    token = browser.get("/account").html.find("input", {"name": "csrf_token"})["value"]
    browser.post(path, {"csrf_token": token, **fields}, status=403).mustcontain(SAID)


def count(school: TestSchool, table: Any) -> int:
    with school.session() as session:
        return len(session.scalars(select(table)).all())


# ---- the desk -----------------------------------------------------------------------


def test_the_desk_serves_the_class_but_not_ones_own_child(council: TestSchool) -> None:
    browser = council.as_(MOTHER)
    page = browser.get("/desk?q=Fontana")
    page.mustcontain("Fontana Carlo", "il permesso lo dà un collega")
    student = council.people["carlo"]
    assert f"student={student}" not in page
    assert f"student={council.people['luca']}" in browser.get("/desk?q=Abate")
    browser.get(f"/desk?student={student}", status=403).mustcontain(SAID)
    refused(council, "/desk", student=str(student), kind="late-entry", at="09:00")
    assert count(council, Permit) == 0


def test_nor_does_a_parent_whom_a_court_restricts(council: TestSchool) -> None:
    restrict(council)
    student = str(council.people["carlo"])
    refused(council, "/desk", student=student, kind="late-entry", at="09:00")
    assert count(council, Permit) == 0


def ask(school: TestSchool, day: str, **fields: str) -> None:
    path = f"/students/{school.people['carlo']}/permits"
    form = next(f for f in school.as_(MOTHER).get(path).forms.values() if "first_day" in f.fields)
    form["first_day"] = day
    for name, value in fields.items():
        form[name] = value
    form.submit(status=303)


def test_who_lets_out_ones_own_child_is_a_colleague(council: TestSchool, family: Any) -> None:
    ask(council, "2026-11-25", kind="late-entry", at="10:00")
    page = council.as_("vicario").get("/permits")
    family.form(page, "/approve").submit(status=303)
    council.clock.advance(days=1)
    page = council.as_(MOTHER).get("/desk")
    page.mustcontain("Fontana Carlo", no="Entra ora")
    council.as_("vicario").get("/desk").mustcontain("Entra ora")
    refused(council, "/desk/leave", permit="1")
    assert count(council, Event) == 0


# ---- requests made beforehand ---------------------------------------------------------


def test_nobody_answers_the_request_of_their_own_family(council: TestSchool, family: Any) -> None:
    ask(council, "2026-11-25")
    path = f"/students/{council.people['carlo']}/permits"
    council.as_(MOTHER).get("/permits").mustcontain("Nessuna richiesta in attesa")
    council.as_(MOTHER).get(path).mustcontain("Ritira", no="Autorizza</button>")
    refused(council, f"{path}/1/approve", version="1")
    council.as_(MOTHER).get(f"{path}/1/reject", status=403).mustcontain(SAID)
    refused(council, f"{path}/1/reject", version="1", note="no")
    page = council.as_("vicario").get("/permits")
    family.form(page, "/approve").submit(status=303)
    with council.session() as session:
        row = session.scalars(select(Permit)).one()
        assert (row.state, row.decided_by) == ("approved", council.people["vicario"])


# ---- justifications --------------------------------------------------------------------


def test_nobody_validates_what_their_own_family_signed(council: TestSchool, family: Any) -> None:
    family.event("carlo", YESTERDAY)
    page = family.justify(MOTHER, "carlo").follow()
    page.mustcontain("Annulla", no="Convalida</button>")
    page = council.as_(MOTHER).get("/justifications")
    page.mustcontain("Niente da convalidare")
    assert page.html.select_one("nav .r-badge") is None
    refused(council, family.path("carlo", 1, "validate"), version="1")
    refused(council, family.path("carlo", 1, "reject"), version="1", note="no")
    family.form(family.open("docente", "carlo"), "/validate").submit(status=303)
    assert family.states("carlo") == ["validated_by_teacher"]


def test_a_restricted_parent_neither_validates_nor_takes_paper(
    council: TestSchool, family: Any
) -> None:
    event = family.event("carlo", YESTERDAY)
    restrict(council)
    family.open(MOTHER, "carlo").mustcontain(no="Giustificata sul libretto")
    refused(council, family.path("carlo", "paper"), item=str(event), reason="other")
    assert family.states("carlo") == []


def test_the_lesson_page_asks_her_for_the_others_alone(
    council: TestSchool, family: Any, rolls: Any
) -> None:
    family.event("carlo", YESTERDAY)
    family.event("luca", YESTERDAY)
    family.justify(MOTHER, "carlo")
    family.justify("mamma", "luca")
    page = rolls.open(2, MOTHER, class_name="2A")
    assert len(page.html.select('input[name="justification"]')) == 1
    form = rolls.fill(page)
    form["justification"] = True
    form.submit(status=303)
    assert family.states("luca") == ["validated_by_teacher"]
    assert family.states("carlo") == ["justified_by_family"]


# ---- rolls, days, outings ---------------------------------------------------------------


def test_in_her_own_class_she_calls_the_whole_roll(council: TestSchool, rolls: Any) -> None:
    """Nobody else is there: and without a timetable the class is hers in every hour."""
    rolls.fill(rolls.open(2, MOTHER, class_name="2A"), carlo="A").submit(status=303)
    assert rolls.of("carlo") == ["absent -"]


def test_standing_in_for_a_colleague_she_does_not_call_her_son(
    school: TestSchool, rolls: Any
) -> None:
    page = rolls.open(2, MOTHER, class_name="2A")
    page.mustcontain("lo segna un collega")
    form = rolls.fill(page, luca="A")
    assert f"roll-{school.people['carlo']}" not in form.fields
    form.submit(status=303)
    assert (rolls.of("luca"), rolls.of("carlo")) == (["absent -"], [])
    rolls.fill(rolls.open(2, "docente", class_name="2A"), carlo="A").submit(status=303)
    page = rolls.open(2, MOTHER, class_name="2A")
    page.mustcontain("Assente")
    fields = [
        *rolls.fill(page).submit_fields(),
        (f"roll-{school.people['carlo']}", "P"),
    ]
    school_page = rolls.path(2, "2A")
    browser = school.as_(MOTHER)
    token = browser.get("/account").html.find("input", {"name": "csrf_token"})["value"]
    own = [(n, token if n == "csrf_token" else v) for n, v in fields if n != "idempotency_key"]
    browser.post(school_page, own, status=422).mustcontain("lo segna un collega")
    assert rolls.of("carlo") == ["absent -"]


def test_nobody_rewrites_a_day_of_their_own_child(council: TestSchool, family: Any) -> None:
    family.event("carlo", YESTERDAY, "late", ends_at=time(9, 10))
    path = f"/students/{council.people['carlo']}/attendance"
    page = council.as_(MOTHER).get(path)
    page.mustcontain(no="Correggi una giornata")
    page.mustcontain(no="Deroghe e ore di altre scuole")
    assert f"{path}/{YESTERDAY}" not in page
    council.as_(MOTHER).get(f"{path}/{YESTERDAY}", status=403).mustcontain(SAID)
    refused(council, f"{path}/{YESTERDAY}", reason="un errore", seen="")
    with council.session() as session:
        assert session.scalars(select(Event)).one().cancelled_at is None
    council.as_("docente").get(f"{path}/{YESTERDAY}", status=200)


def test_nobody_sends_their_own_child_out(council: TestSchool, rolls: Any) -> None:
    path = f"/classes/{council.classes['2A']}/attendance/outside"
    page = council.as_(MOTHER).get(path)
    page.mustcontain("Abate Luca", no="Fontana Carlo")
    form = next(f for f in page.forms.values() if "first_day" in f.fields)
    form["note"] = "Museo"
    fields = [*form.submit_fields(), ("student", str(council.people["carlo"]))]
    page.test_app.post(path, fields, status=303)
    assert (rolls.of("luca"), rolls.of("carlo")) == (["outside -"], [])


# ---- derogations, delegates -------------------------------------------------------------


def test_nobody_excuses_hours_of_their_own_child(council: TestSchool) -> None:
    path = f"/students/{council.people['carlo']}/attendance/limit"
    council.as_(MOTHER).get(path, status=403).mustcontain(SAID)
    days = {"first_day": "2026-11-23", "last_day": "2026-11-23"}
    refused(council, f"{path}/derogations", kind="illness", **days)
    refused(council, f"{path}/hours", hours="3", source="nulla osta")
    assert count(council, Derogation) == 0
    council.as_(MOTHER).get(path.replace(str(council.people["carlo"]), str(council.people["luca"])))


def test_nobody_approves_the_delegate_of_their_own_child(school: TestSchool, family: Any) -> None:
    path = f"/students/{school.people['carlo']}/pickup"
    with school.session() as session:
        session.add(RoleGrant(person_id=school.people[MOTHER], role=Role.OFFICE, starts_on=SINCE))
    form = next(f for f in school.as_(MOTHER).get(path).forms.values() if "name" in f.fields)
    form["name"], form["document"] = "Nonna Pina", "CI AB123"
    form.submit(status=303)
    school.as_(MOTHER).get("/delegates").mustcontain(no="Nonna Pina")
    refused(school, f"{path}/1/decide", version="1", approve="y")
    page = school.as_("segreteria").get("/delegates")
    page.mustcontain("Nonna Pina")
    family.form(page, "/decide").submit("approve", status=303)
    with school.session() as session:
        assert session.scalars(select(Delegate)).one().state == "approved"
