"""Validating, rejecting, accepting paper: one by one, on the lesson page, in the list (J1-J3, J5)."""

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from registro_core.api import School
from registro_core.testing import TestSchool

YESTERDAY, TODAY = date(2026, 11, 23), date(2026, 11, 24)


def setting(school: TestSchool, name: str, value: object) -> None:
    with school.session() as session:
        row = session.scalars(select(School)).one()
        row.settings = {**row.settings, f"attendance.{name}": value}
        row.version += 1


@pytest.fixture
def sent(family: Any) -> Any:
    """Anna was away yesterday, and her mother justified it."""
    family.event("anna", YESTERDAY)
    family.justify("mamma", "anna", text="parole riservate")
    return family


@pytest.mark.parametrize("who", ["docente", "coordinatore", "dirigente", "vicario"])
def test_j1_class_teachers_and_staff_validate(who: str, sent: Any) -> None:
    page = sent.form(sent.open(who, "anna"), "/validate").submit(status=303).follow()
    page.mustcontain("Giustificazione convalidata")
    assert sent.states("anna") == ["validated_by_teacher"]


@pytest.mark.parametrize("who", ["estraneo", "segreteria", "mamma", "papa", "anna"])
def test_j1_others_do_not_validate(who: str, sent: Any, school: TestSchool) -> None:
    browser = school.as_(who)
    token = browser.get("/account").html.find("input", {"name": "csrf_token"})["value"]
    path = sent.path("anna", 1, "validate")
    browser.post(path, {"csrf_token": token, "version": "1"}, status=403)
    assert sent.states("anna") == ["justified_by_family"]


def test_j5_teachers_see_the_category_the_head_reads_the_words(sent: Any) -> None:
    sent.open("docente", "anna").mustcontain("Motivi di famiglia", no="parole riservate")
    sent.open("coordinatore", "anna").mustcontain(no="parole riservate")
    sent.open("dirigente", "anna").mustcontain("parole riservate")
    sent.open("mamma", "anna").mustcontain("parole riservate")


def test_j3_validated_only_when_the_student_is_back(family: Any) -> None:
    family.event("anna", YESTERDAY)
    family.event("anna", TODAY)
    family.justify("mamma", "anna")
    page = family.form(family.open("docente", "anna"), "/validate").submit(status=303).follow()
    page.mustcontain("quando lo studente è tornato")
    assert family.states("anna") == ["justified_by_family"]


def test_j3_or_at_once_where_the_school_says_so(family: Any, school: TestSchool) -> None:
    setting(school, "validate_when", "at-once")
    family.event("anna", TODAY)
    family.justify("mamma", "anna")
    family.form(family.open("docente", "anna"), "/validate").submit(status=303)
    assert family.states("anna") == ["validated_by_teacher"]


def test_a12_a_long_spell_is_validated_with_its_certificate(family: Any) -> None:
    for day in (16, 17, 18, 19, 20, 21):
        family.event("anna", date(2026, 11, day))
    family.justify("mamma", "anna")
    form = family.form(family.open("docente", "anna"), "/validate")
    form.submit(status=303).follow().mustcontain("Serve il certificato medico")
    assert family.states("anna") == ["justified_by_family"]
    form["certificate_seen"] = True
    form.submit(status=303)
    assert family.states("anna") == ["validated_by_teacher"]


def test_a12_certificates_may_be_off(family: Any, school: TestSchool) -> None:
    setting(school, "certificate_days", 0)
    for day in (16, 17, 18, 19, 20, 21):
        family.event("anna", date(2026, 11, day))
    family.open("mamma", "anna").mustcontain(no="certificato medico")


def test_a_rejected_one_is_open_again_and_the_family_is_told(sent: Any, school: TestSchool) -> None:
    page = sent.open("docente", "anna").click("Respingi")
    form = next(f for f in page.forms.values() if "note" in f.fields)
    form.submit(status=422).mustcontain("Scrivi perché")
    form["note"] = "Manca la firma"
    form.submit(status=303)
    assert sent.states("anna") == ["rejected"]
    sent.open("papa", "anna").mustcontain("Respinta", "Manca la firma", "Invia la giustificazione")
    school.as_("papa").get("/notices").mustcontain("Una giustificazione è stata respinta")
    sent.justify("papa", "anna")
    assert sent.states("anna") == ["rejected", "justified_by_family"]


def test_a_teacher_accepts_the_paper_booklet(family: Any) -> None:
    family.event("anna", YESTERDAY)
    family.event("anna", TODAY, kind="late", ends_at=time(8, 30))
    page = family.open("docente", "anna")
    form = family.form(page, "/paper")
    form.submit("item", index=0, status=303)
    assert family.states("anna") == ["justified_by_teacher"]
    family.open("mamma", "anna").mustcontain("Giustificata sul libretto", no="Modifica")


def test_the_head_reopens_with_a_reason_a_teacher_does_not(sent: Any, school: TestSchool) -> None:
    sent.form(sent.open("docente", "anna"), "/validate").submit(status=303)
    school.as_("docente").get(sent.path("anna", 1, "reopen"), status=403)
    page = sent.open("dirigente", "anna").click("Riapri")
    form = next(f for f in page.forms.values() if "note" in f.fields)
    form["note"] = "Convalidata per sbaglio"
    form.submit(status=303)
    assert sent.states("anna") == ["justified_by_family"]


def test_validating_an_old_page_is_told_and_changes_nothing(sent: Any) -> None:
    page = sent.open("docente", "anna")
    sent.form(sent.open("mamma", "anna"), "/withdraw").submit(status=303)
    sent.form(page, "/validate").submit(status=303).follow().mustcontain("già stata esaminata")
    assert sent.states("anna") == ["withdrawn"]


# ---- the list -----------------------------------------------------------------------


def test_the_list_validates_many_at_once(family: Any, school: TestSchool) -> None:
    for name, parent in (("anna", "mamma"), ("luca", "mamma"), ("bruno", "altra")):
        family.event(name, YESTERDAY)
        family.justify(parent, name)
    page = school.as_("docente").get("/justifications")
    page.mustcontain("Abate Anna", "Abate Luca", "Bianchi Bruno")
    form = next(f for f in page.forms.values() if "justification" in f.fields)
    form.submit(status=303).follow().mustcontain("Convalidate: 3", "Niente da convalidare")
    assert family.states("luca") == ["validated_by_teacher"]


def test_the_list_shows_only_own_classes_and_filters(family: Any, school: TestSchool) -> None:
    for name in ("anna", "luca"):
        family.event(name, YESTERDAY)
        family.justify("mamma", name)
    school.as_("coordinatore").get("/justifications").mustcontain("Abate Anna", no="Abate Luca")
    school.as_("dirigente").get("/justifications").mustcontain("Abate Anna", "Abate Luca")
    school.as_("estraneo").get("/justifications").mustcontain("Niente da convalidare")
    only = f"/justifications?class={school.classes['2A']}"
    school.as_("docente").get(only).mustcontain("Abate Luca", no="Abate Anna")
    school.as_("docente").get("/justifications?class=x&page=x").mustcontain("Abate Anna")
    school.as_("mamma").get("/justifications", status=403)


def test_the_list_leaves_alone_what_is_of_another_class(family: Any, school: TestSchool) -> None:
    family.event("anna", YESTERDAY)
    family.justify("mamma", "anna")
    family.event("luca", YESTERDAY)
    family.justify("mamma", "luca")
    page = school.as_("coordinatore").get("/justifications")
    form = next(f for f in page.forms.values() if "justification" in f.fields)
    form.set("justification", None)
    token = form["csrf_token"].value
    body = [("csrf_token", token), ("justification", "2:1"), ("justification", "1:9")]
    browser = school.as_("coordinatore")
    token = browser.get("/justifications").html.find("input", {"name": "csrf_token"})["value"]
    body[0] = ("csrf_token", token)
    browser.post("/justifications", body, status=303).follow().mustcontain("una per una: 2")
    browser.post("/justifications", [*body[:1], ("justification", "x")], status=400)
    assert family.states("anna") == family.states("luca") == ["justified_by_family"]


def test_the_list_has_as_many_queries_for_many_as_for_few(family: Any, school: TestSchool) -> None:
    def count() -> int:
        browser = school.as_("docente")
        with school.queries() as seen:
            browser.get("/justifications")
        return len(seen)

    family.event("anna", YESTERDAY)
    family.justify("mamma", "anna")
    few = count()
    for day in range(2, 20):
        family.event("bruno", date(2026, 11, day), kind="late", ends_at=time(9))
    for day in range(2, 10):
        family.event("luca", date(2026, 11, day))
    family.justify("altra", "bruno")
    family.justify("mamma", "luca")
    assert count() <= few


# ---- the lesson page ------------------------------------------------------------------


def test_on_the_lesson_page_one_tap_validates(sent: Any, rolls: Any) -> None:
    page = rolls.open(2)
    page.mustcontain("Da convalidare", "Motivi di famiglia", no="parole riservate")
    form = rolls.fill(page)
    form.get("justification", index=0).checked = True
    form.submit(status=303)
    assert sent.states("anna") == ["validated_by_teacher"]


def test_on_the_lesson_page_paper_is_recorded(family: Any, rolls: Any) -> None:
    family.event("bruno", YESTERDAY)
    form = rolls.fill(rolls.open(2))
    form.get("justification-paper", index=0).checked = True
    form.submit(status=303)
    assert family.states("bruno") == ["justified_by_teacher"]


def test_what_changed_meanwhile_is_a_conflict_and_nothing_is_saved(sent: Any, rolls: Any) -> None:
    form = rolls.fill(rolls.open(2), bruno="A")
    form.get("justification", index=0).checked = True
    sent.form(sent.open("mamma", "anna"), "/withdraw").submit(status=303)
    form.submit(status=409).mustcontain("cambiata mentre compilavi")
    assert rolls.of("bruno") == []


def test_j1_a_substitute_validates_on_the_lesson_page(sent: Any, rolls: Any) -> None:
    form = rolls.fill(rolls.open(2, "estraneo"))
    form.get("justification", index=0).checked = True
    form.submit(status=303)
    assert sent.states("anna") == ["validated_by_teacher"]


def test_a12_on_the_lesson_page_too_a_certificate_is_seen(family: Any, rolls: Any) -> None:
    for day in (16, 17, 18, 19, 20, 21):
        family.event("anna", date(2026, 11, day))
    family.justify("mamma", "anna")
    form = rolls.fill(rolls.open(2))
    form.get("justification", index=0).checked = True
    form.submit(status=422).mustcontain("Serve il certificato medico")
    form.get("justification-certificate", index=0).checked = True
    form.submit(status=303)
    assert family.states("anna") == ["validated_by_teacher"]
