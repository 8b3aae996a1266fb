"""Justifying, through a browser: who may (J1), until when (J2), and what the other parent sees."""

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select, update

from registro_core.api import (
    Base,
    Guardianship,
    Holiday,
    School,
    SchoolClass,
    Site,
    StudentProfile,
)
from registro_core.testing import TestSchool

YESTERDAY = date(2026, 11, 23)
SATURDAY = date(2026, 11, 21)


def test_several_open_items_are_justified_in_two_clicks(family: Any) -> None:
    family.event("anna", YESTERDAY)
    family.event("anna", kind="late", ends_at=time(8, 25))
    family.event("anna", date(2026, 11, 19), kind="exit", starts_at=time(12))
    page = family.justify("mamma", "anna").follow()
    assert family.states("anna") == ["justified_by_family"] * 3
    page.mustcontain("Giustificazione inviata", "Non c’è niente da giustificare")


def test_a12_days_in_a_row_are_one_justification(family: Any) -> None:
    family.event("anna", SATURDAY)
    family.event("anna", YESTERDAY)
    family.justify("mamma", "anna")
    assert family.states("anna") == ["justified_by_family"]


@pytest.mark.parametrize(("of_own_site", "spells"), [(True, 1), (False, 2)])
def test_a12_a_holiday_counts_for_the_classes_of_its_site(
    family: Any, school: TestSchool, of_own_site: bool, spells: int
) -> None:
    """The patron saint of the town of one site: in the other one it is a day of school."""
    with school.session() as session:
        other = Site(code="FIPS00000B", name="Succursale")
        session.add(other)
        session.flush()
        own = session.get_one(SchoolClass, school.classes["1A"]).site_id
        site_id = own if of_own_site else other.id
        session.add(Holiday(day=date(2026, 11, 20), description="Patrono", site_id=site_id))
    family.event("anna", date(2026, 11, 19))
    family.event("anna", SATURDAY)
    family.justify("mamma", "anna")
    assert family.states("anna") == ["justified_by_family"] * spells


def test_a12_a_long_spell_asks_for_a_certificate(family: Any) -> None:
    for day in (16, 17, 18, 19, 20, 21):
        family.event("anna", date(2026, 11, day))
    family.open("mamma", "anna").mustcontain("6 giorni consecutivi", "certificato medico")


def test_a10_a_short_late_needs_no_justification(family: Any) -> None:
    family.event("anna", kind="late", ends_at=time(8, 5), short_late=True)
    family.open("mamma", "anna").mustcontain("Non c’è niente da giustificare")


def test_a5_presence_elsewhere_needs_no_justification(family: Any) -> None:
    family.event("anna", kind="outside", note="Museo")
    family.open("mamma", "anna").mustcontain("Non c’è niente da giustificare")


@pytest.mark.parametrize("who", ["anna", "docente", "coordinatore", "segreteria", "dirigente"])
def test_j1_only_the_family_justifies(who: str, family: Any, school: TestSchool) -> None:
    family.event("anna", YESTERDAY)
    page = family.open(who, "anna")
    token = page.html.find("input", {"name": "csrf_token"})["value"]
    browser = school.as_(who)
    page = browser.get(family.path("anna"))
    token = page.html.find("input", {"name": "csrf_token"})["value"]
    browser.post(family.path("anna"), {"csrf_token": token, "reason": "family"}, status=403)
    assert family.states("anna") == []


def test_j1_a_minor_sees_what_is_open_without_a_form(family: Any) -> None:
    family.event("anna", YESTERDAY)
    page = family.open("anna", "anna")
    page.mustcontain("Assenza da giustificare", "Le giustifica un genitore", no="Invia la")


def test_j1_an_adult_student_justifies_for_themselves(family: Any) -> None:
    family.event("adulto", YESTERDAY)
    family.justify("adulto", "adulto")
    assert family.states("adulto") == ["justified_by_family"]


def test_j1_an_adult_whom_the_office_has_not_enabled_does_not(
    family: Any, school: TestSchool
) -> None:
    family.event("adulto", YESTERDAY)
    page = family.open("adulto", "adulto")
    with school.session() as session:
        session.execute(
            update(StudentProfile)
            .where(StudentProfile.person_id == school.people["adulto"])
            .values(may_self_justify=False)
        )
    family.form(page, family.path("adulto")).submit(status=403)
    family.open("adulto", "adulto").mustcontain(no="Invia la giustificazione")


def test_j1_a_guardian_who_may_not_justify_sees_but_does_not_sign(
    family: Any, school: TestSchool
) -> None:
    family.event("anna", YESTERDAY)
    page = family.open("papa", "anna")
    with school.session() as session:
        session.execute(
            update(Guardianship)
            .where(Guardianship.guardian_id == school.people["papa"])
            .values(can_justify=False)
        )
    family.form(page, family.path("anna")).submit(status=403)
    family.open("papa", "anna").mustcontain(no="Invia la giustificazione")
    assert family.states("anna") == []


def test_v1_a_parent_restricted_by_a_court_finds_nothing(family: Any) -> None:
    family.event("bruno", YESTERDAY)
    family.open("ristretto", "bruno", status=404)


def test_v2_parents_of_an_adult_who_refused_find_nothing(family: Any, school: TestSchool) -> None:
    with school.session() as session:
        adult, mother = school.people["adulto"], school.people["altra"]
        session.add(
            Guardianship(
                student_id=adult, guardian_id=mother, kind="mother", starts_on=date(2026, 9, 14)
            )
        )
    family.event("adulto", YESTERDAY)
    family.open("altra", "adulto").mustcontain("Invia la giustificazione")
    with school.session() as session:
        profile = session.get_one(StudentProfile, school.people["adulto"])
        profile.parents_may_see_adult = False
    family.open("altra", "adulto", status=404)


def test_another_family_gets_404_and_nothing_changes(family: Any, school: TestSchool) -> None:
    event = family.event("anna", YESTERDAY)
    family.event("bruno", YESTERDAY)
    browser = school.as_("altra")
    page = browser.get(family.path("bruno"))
    token = page.html.find("input", {"name": "csrf_token"})["value"]
    body = {"csrf_token": token, "reason": "family", "item": str(event)}
    browser.get(family.path("anna"), status=404)
    browser.post(family.path("anna"), body, status=404)
    # nor through the own child's address
    browser.post(family.path("bruno"), body, status=404)
    assert family.states("anna") == family.states("bruno") == []


@pytest.mark.parametrize("item", ["0", "x", "1.", "9" * 30, "-1", "1.2.3"])
def test_an_item_that_is_none_gives_404(item: str, family: Any) -> None:
    family.event("anna", YESTERDAY)
    form = family.form(family.open("mamma", "anna"), family.path("anna"))
    form.get("item", index=0).force_value(item)
    form.submit(status=404)
    assert family.states("anna") == []


def test_without_the_token_nothing_is_justified(family: Any) -> None:
    family.event("anna", YESTERDAY)
    form = family.form(family.open("mamma", "anna"), family.path("anna"))
    form["csrf_token"] = "wrong"
    form.submit(status=400)
    assert family.states("anna") == []


def test_bad_input_comes_back_with_what_was_typed(family: Any) -> None:
    family.event("anna", YESTERDAY)
    form = family.form(family.open("mamma", "anna"), family.path("anna"))
    form["text"] = "x" * 501
    page = form.submit(status=422)
    page.mustcontain("x" * 501)
    form["text"] = "poche parole"
    form["reason"].force_value("malattia")
    form.submit(status=422).mustcontain("poche parole")
    form["reason"] = "family"
    form.get("item", index=0).checked = False
    form.submit(status=422).mustcontain("poche parole", "Scegli almeno")
    assert family.states("anna") == []


def test_the_second_parent_is_told_of_the_first(family: Any) -> None:
    family.event("anna", YESTERDAY)
    other = family.form(family.open("papa", "anna"), family.path("anna"))
    family.justify("mamma", "anna")
    other.submit(status=303).follow().mustcontain("Già giustificata da Maria Villa")
    assert family.states("anna") == ["justified_by_family"]


def test_pressing_twice_justifies_once(family: Any) -> None:
    family.event("anna", YESTERDAY)
    form = family.form(family.open("mamma", "anna"), family.path("anna"))
    form.submit(status=303)
    form.submit(status=303)
    assert family.states("anna") == ["justified_by_family"]


def test_j2_edited_and_withdrawn_until_validated(family: Any) -> None:
    family.event("anna", YESTERDAY)
    page = family.justify("mamma", "anna", text="visita").follow()
    edit = page.click("Modifica").forms
    form = next(f for f in edit.values() if "reason" in f.fields)
    form["reason"] = "transport"
    page = form.submit(status=303).follow()
    page.mustcontain("Giustificazione modificata", "Trasporti", "visita")
    page = family.form(page, "/withdraw").submit(status=303).follow()
    page.mustcontain("Giustificazione annullata", "Invia la giustificazione")
    assert family.states("anna") == ["withdrawn"]
    family.justify("papa", "anna")
    assert family.states("anna") == ["withdrawn", "justified_by_family"]


def test_j2_read_only_once_validated(family: Any) -> None:
    family.event("anna", YESTERDAY)
    page = family.justify("mamma", "anna").follow()
    edit = next(f for f in page.click("Modifica").forms.values() if "reason" in f.fields)
    withdraw = family.form(page, "/withdraw")
    family.form(family.open("docente", "anna"), "/validate").submit(status=303)
    edit.submit(status=303).follow().mustcontain("non si può più cambiare")
    withdraw.submit(status=303).follow().mustcontain("non si può più cambiare")
    family.open("mamma", "anna").mustcontain("Convalidata", no="Modifica")
    assert family.states("anna") == ["validated_by_teacher"]


def test_an_edit_of_an_old_page_is_a_conflict_and_keeps_the_text(family: Any) -> None:
    family.event("anna", YESTERDAY)
    page = family.justify("mamma", "anna").follow()
    forms = [
        next(f for f in page.click("Modifica").forms.values() if "reason" in f.fields)
        for _parent in range(2)
    ]
    forms[0].submit(status=303)
    forms[1]["text"] = "la mia versione"
    forms[1].submit(status=409).mustcontain("la mia versione")


def test_who_signed_and_how_is_audited_without_the_words(family: Any, school: TestSchool) -> None:
    family.event("anna", YESTERDAY)
    family.justify("mamma", "anna", text="parole riservate")
    entries, values = (Base.metadata.tables[f"audit_{name}"] for name in ("entry", "values"))
    with school.session() as session:
        row = session.execute(
            select(entries.c.actor_id, entries.c.student_id, values.c.before, values.c.after)
            .join(values, values.c.seq == entries.c.seq)
            .where(entries.c.act == "attendance.justification.justified_by_family")
        ).one()
    assert (row.actor_id, row.student_id) == (school.people["mamma"], school.people["anna"])
    assert row.before == {"state": "open"}
    assert row.after["signed_in_with"] == "password"
    assert "parole" not in str(row.after)


def test_what_is_settled_is_shown_page_by_page(family: Any) -> None:
    for day in range(1, 31):
        family.event("anna", date(2026, 10, day), kind="late", ends_at=time(9))
    family.justify("mamma", "anna")
    page = family.open("mamma", "anna")
    assert len(page.html.find_all("form", action=lambda a: a and a.endswith("/withdraw"))) == 20
    page = page.click("Pagina successiva")
    assert len(page.html.find_all("form", action=lambda a: a and a.endswith("/withdraw"))) == 10


@pytest.mark.parametrize("act", ["", "/withdraw", "/validate", "/reject", "/reopen"])
def test_a_justification_is_found_only_at_its_own_student(
    act: str, family: Any, school: TestSchool
) -> None:
    family.event("anna", YESTERDAY)
    family.justify("mamma", "anna")
    who = "dirigente" if act in {"/validate", "/reject", "/reopen"} else "altra"
    browser = school.as_(who)
    token = browser.get("/account").html.find("input", {"name": "csrf_token"})["value"]
    body = {"csrf_token": token, "version": "1", "reason": "other", "note": "x"}
    browser.post(family.path("bruno", f"1{act}"), body, status=404)
    browser.post(family.path("bruno", f"x{act}"), body, status=404)
    assert family.states("anna") == ["justified_by_family"]


def choose(school: TestSchool, name: str, value: object) -> None:
    with school.session() as session:
        row = session.scalars(select(School)).one()
        row.settings = {f"attendance.{name}": value}
        row.version += 1


def test_j1_the_school_may_leave_adults_to_themselves_or_to_their_parents(
    family: Any, school: TestSchool
) -> None:
    adult, mother = school.people["adulto"], school.people["altra"]
    with school.session() as session:
        session.add(
            Guardianship(
                student_id=adult, guardian_id=mother, kind="mother", starts_on=date(2026, 9, 14)
            )
        )
    family.event("adulto", YESTERDAY)
    choose(school, "parents_justify_adults", value=False)
    family.open("altra", "adulto").mustcontain(no="Invia la giustificazione")
    family.open("adulto", "adulto").mustcontain("Invia la giustificazione")
    choose(school, "adults_justify", value=False)
    family.open("altra", "adulto").mustcontain("Invia la giustificazione")
    family.open("adulto", "adulto").mustcontain(no="Invia la giustificazione")
