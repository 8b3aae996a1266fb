"""Menus, cards and tabs that lead families and school to these pages; privacy (GDPR art. 15, 17)."""

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from registro_attendance.family.privacy import erase_person, personal_data
from registro_attendance.models import Delegate, Justification
from registro_core.testing import TestSchool

YESTERDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("mamma", "/absences"),
        ("anna", "/absences"),
        ("docente", "/justifications"),
        ("coordinatore", "/permits"),
        ("coordinatore", "/desk"),
        ("bidella", "/desk"),
        ("segreteria", "/delegates"),
        ("dirigente", "/evacuation"),
    ],
)
def test_the_menu_leads_to_pages_one_may_open(who: str, path: str, school: TestSchool) -> None:
    home = school.as_(who).get("/")
    assert home.html.find("a", {"href": path})
    school.as_(who).get(path, status=200)


@pytest.mark.parametrize(
    ("who", "path"),
    [("mamma", "/desk"), ("mamma", "/justifications"), ("docente", "/absences"), ("anna", "/desk")],
)
def test_the_menu_has_nothing_one_may_not_open(who: str, path: str, school: TestSchool) -> None:
    assert not school.as_(who).get("/").html.find("a", {"href": path})
    school.as_(who).get(path, status=403)


def test_the_badge_counts_what_is_open(school: TestSchool, family: Any) -> None:
    family.event("anna", YESTERDAY)
    family.event("luca", kind="late", ends_at=time(9))
    entry = school.as_("mamma").get("/").html.find("a", {"href": "/absences"})
    assert entry.find(class_="r-badge").get_text().startswith("2")
    family.justify("mamma", "anna")
    entry = school.as_("docente").get("/").html.find("a", {"href": "/justifications"})
    assert entry.find(class_="r-badge").get_text().startswith("1")


def test_the_student_s_page_leads_on(school: TestSchool, family: Any) -> None:
    family.event("anna", YESTERDAY)
    page = school.as_("mamma").get(f"/students/{school.people['anna']}")
    page.mustcontain("Giustificazioni e uscite", "Da giustificare: 1")
    for word in ("justifications", "permits", "pickup", "attendance"):
        path = f"/students/{school.people['anna']}/{word}"
        assert page.html.find("a", {"href": path})
        school.as_("mamma").get(path, status=200)
    school.as_("segreteria").get(f"/students/{school.people['anna']}").mustcontain("Certificati")
    page.mustcontain(no="Certificati")


def test_the_family_s_page_has_every_child(school: TestSchool, family: Any) -> None:
    family.event("anna", YESTERDAY)
    school.as_("mamma").get("/absences").mustcontain("Anna", "Luca", "Da fare")


def test_pages_speak_english(school: TestSchool, family: Any) -> None:
    family.event("anna", YESTERDAY)
    browser = school.as_("mamma")
    browser.set_cookie("_LOCALE_", "en")
    browser.get("/").mustcontain("Absence to justify", "To do", "Send the justification")
    browser.get(family.path("anna")).mustcontain("Family reasons", "Monday", no="Da giustificare")
    browser.get(f"/students/{school.people['anna']}/permits").mustcontain("Early exit")


def test_gdpr_15_a_student_s_and_a_guardian_s_data_are_exported(
    school: TestSchool, family: Any
) -> None:
    family.event("anna", YESTERDAY)
    family.justify("mamma", "anna", text="parole")
    with school.session() as session:
        of_student = {str(d.title): d.rows for d in personal_data(session, school.people["anna"])}
        of_mother = {str(d.title): d.rows for d in personal_data(session, school.people["mamma"])}
        assert personal_data(session, school.people["altra"]) == []
    assert of_student["Giustificazioni"][0]["text"] == "parole"
    assert of_mother["Giustificazioni firmate"][0]["student_id"] == school.people["anna"]


def test_gdpr_17_words_and_delegates_go_records_stay(school: TestSchool, family: Any) -> None:
    family.event("anna", YESTERDAY)
    family.justify("mamma", "anna", text="parole")
    with school.session() as session:
        session.add(
            Delegate(
                student_id=school.people["anna"],
                name="Nonno",
                document="x",
                starts_on=YESTERDAY,
                ends_on=YESTERDAY,
                state="approved",
                requested_at=school.clock.now,
            )
        )
        session.flush()
        erase_person(session, school.people["anna"])
        assert session.scalars(select(Delegate)).all() == []
        assert session.scalars(select(Justification.text)).all() == [None]
