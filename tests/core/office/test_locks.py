"""The head's page of closed terms and unlocks (L7)."""

from typing import Any

import pytest
from sqlalchemy import select, text

from registro_core.school.models import Term
from registro_core.testing import TestSchool, close_term, import_files, said
from registro_core.testing.school import PEOPLE

PATH = "/office/locks"


def form_with(page: Any, field: str) -> Any:
    return next(form for form in page.forms.values() if field in form.fields)


def closed(school: TestSchool) -> set[str]:
    with school.session() as session:
        rows = session.scalars(
            text(
                "SELECT school_class.name FROM closed_term"
                " JOIN school_class ON school_class.id = closed_term.class_id"
            )
        )
        return set(rows)


def test_only_the_head_opens_it(school: TestSchool) -> None:
    opened = {
        who for who in PEOPLE if school.as_(who).get(PATH, expect_errors=True).status_int == 200
    }
    assert opened == {"dirigente"}


@pytest.mark.parametrize("path", [PATH, f"{PATH}/terms"])
def test_only_the_head_writes(school: TestSchool, path: str) -> None:
    browser = school.as_("segreteria")
    token = form_with(browser.get("/"), "csrf_token")["csrf_token"].value
    browser.post(path, {"csrf_token": token, "term": "1"}, status=403)
    assert closed(school) == set()


def test_office_and_menu_lead_the_head_there(school: TestSchool) -> None:
    assert "Blocchi e sblocchi" in school.as_("dirigente").get("/office")
    assert PATH in school.as_("dirigente").get("/")
    assert PATH not in school.as_("segreteria").get("/")


def test_l7a_the_head_closes_a_term_for_a_class_and_reopens_it_with_a_reason(
    school: TestSchool,
) -> None:
    browser = school.as_("dirigente")

    def change(act: str, **typed: str) -> Any:
        form = form_with(browser.get(PATH), "term")
        for name, value in typed.items():
            form[name] = value
        return form.submit("act", value=act).follow()

    only = str(school.classes["1A"])
    assert "Periodo chiuso per 1 classi" in change("close", **{"class": only})
    assert closed(school) == {"1A"}
    assert "serve un motivo" in change("reopen", **{"class": only})
    assert closed(school) == {"1A"}
    assert "Scegli una classe" in change("reopen", reason="Ricorso")
    assert "di nuovo aperto" in change("reopen", **{"class": only}, reason="Ricorso")
    assert closed(school) == set()


def test_l7a_the_head_closes_a_term_for_all_classes_at_once(school: TestSchool) -> None:
    form = form_with(school.as_("dirigente").get(PATH), "term")
    assert "Periodo chiuso per 2 classi" in form.submit("act", value="close").follow()
    assert closed(school) == {"1A", "2A"}


def test_l7c_an_unlock_is_granted_with_its_reason_and_listed(school: TestSchool) -> None:
    form = form_with(school.as_("dirigente").get(PATH), "first_day")
    form["class_id"] = str(school.classes["1A"])
    form["teacher_id"] = str(school.people["docente"])
    form["first_day"], form["last_day"] = "2026-11-18", "2026-11-17"
    form["reason"] = "Malattia"
    refused = form.submit(status=422)
    assert "La fine viene prima dell’inizio" in refused
    form = form_with(refused, "first_day")
    assert form["reason"].value == "Malattia"
    form["first_day"] = "2026-11-17"
    page = form.submit().follow()
    assert "Malattia" in page
    assert "Rossi Paola" in page
    with school.session() as session:
        entry = session.execute(text("SELECT act, reason FROM audit_entry")).one()
    assert tuple(entry) == ("unlock.granted", "Malattia")


def test_l7c_an_unlock_needs_a_reason(school: TestSchool) -> None:
    form = form_with(school.as_("dirigente").get(PATH), "first_day")
    form["first_day"] = "2026-11-17"
    form.submit(status=422)
    with school.session() as session:
        assert session.scalar(text('SELECT count(*) FROM "unlock"')) == 0


@pytest.fixture
def term(school: TestSchool) -> int:
    """The id of a term that is closed for 1A."""
    close_term(school, "1A")
    with school.session() as session:
        return session.scalars(select(Term.id).where(Term.name == "Trimestre")).one()


def days_of(school: TestSchool, term: int) -> tuple[str, str, str]:
    with school.session() as session:
        row = session.get_one(Term, term)
        return row.name, row.starts_on.isoformat(), row.ends_on.isoformat()


def test_l7a_the_days_of_a_closed_term_are_not_moved(school: TestSchool, term: int) -> None:
    """Cut short, it would free the days taken away without an unlock."""
    form = form_with(school.as_("segreteria").get(f"/office/calendar/term/{term}"), "ends_on")
    form["ends_on"] = "2026-11-10"
    assert "chiuso per lo scrutinio" in form.submit(status=422)
    assert days_of(school, term) == ("Trimestre", "2026-09-14", "2026-12-22")
    form = form_with(school.as_("segreteria").get(f"/office/calendar/term/{term}"), "ends_on")
    form["name"] = "Primo trimestre"
    form.submit(status=303)
    assert days_of(school, term) == ("Primo trimestre", "2026-09-14", "2026-12-22")


def test_l7a_an_import_does_not_move_them_either(school: TestSchool, term: int) -> None:
    rows = "nome;dal;al\nTrimestre;14/09/2026;10/11/2026\nPentamestre;07/01/2027;05/06/2027\n"
    report = import_files(school, {"periodi.csv": rows.encode()})
    assert any("chiuso per lo scrutinio" in line for line in said(report))
    assert days_of(school, term) == ("Trimestre", "2026-09-14", "2026-12-22")


def test_only_what_is_closed_can_be_opened_again(school: TestSchool) -> None:
    browser = school.as_("dirigente")
    assert 'value="reopen"' not in browser.get(PATH)
    close_term(school, "1A")
    assert browser.get(PATH).text.count('value="reopen"') == 1
