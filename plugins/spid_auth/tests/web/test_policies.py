"""SPID off, beside the password, or instead of it, by role; the server refuses (ACC-8)."""

import hashlib
import re

import pytest
from sqlalchemy import update

from registro_core.api import Role, SchoolClass, SchoolOrder

PASSWORD = "un cavallo corretto 7"
MANDATORY = "La scuola chiede di entrare con SPID o CIE"


@pytest.fixture(autouse=True)
def passwords(school):
    """Everybody has the same password."""
    school.set_password(PASSWORD)


def by_password(browser, name):
    """Sign in with the password; what came of it."""
    form = next(f for f in browser.get("/sign-in").forms.values() if f.action == "/sign-in")
    form["name"], form["password"] = name, PASSWORD
    return form.submit(expect_errors=True)


def test_optional_lets_in_both_ways(spid, browser, new_browser, cf, choose):
    choose(guardians="optional")
    assert by_password(new_browser(), "mamma").status_int == 303
    assert spid.sign_in(browser, cf["mamma"]).status_int == 303


def test_mandatory_refuses_the_right_password(spid, browser, new_browser, cf, choose):
    choose(guardians="mandatory")
    page = by_password(new_browser(), "mamma")
    assert page.status_int != 303
    assert MANDATORY in page
    assert spid.sign_in(browser, cf["mamma"]).status_int == 303


def test_who_types_a_wrong_password_does_not_learn_of_it(browser, choose):
    choose(guardians="mandatory")
    form = next(f for f in browser.get("/sign-in").forms.values() if f.action == "/sign-in")
    form["name"], form["password"] = "mamma", "un'altra cosa"
    page = form.submit(expect_errors=True)
    assert MANDATORY not in page
    assert "Nome utente o password non corretti" in page


def test_the_strictest_of_several_hats_counts(browser, choose):
    choose(guardians="mandatory", teachers="optional")
    assert MANDATORY in by_password(browser, "docente.genitore")
    assert by_password(browser, "docente").status_int == 303


def test_an_administrator_keeps_the_password_whatever_the_hats(browser, choose, give_role):
    """Or nobody could mend a broken configuration (ACC-2)."""
    choose(teachers="mandatory", guardians="mandatory", staff="mandatory")
    give_role("docente.genitore", Role.ADMIN)
    assert by_password(browser, "docente.genitore").status_int == 303


def test_pupils_of_the_first_cycle_are_not_locked_out_by_a_rule_they_cannot_follow(
    school, browser, choose
):
    choose(students="mandatory")
    assert MANDATORY in by_password(browser, "anna")
    with school.session() as session:
        session.execute(update(SchoolClass).values(order=SchoolOrder.PRIMARY))
    assert by_password(browser, "anna").status_int == 303


def test_the_printed_code_opens_nothing_either(school, browser, new_browser, choose):
    """A code handed out before the school chose."""
    path = f"/office/people/{school.people['mamma']}/credentials"
    forms = new_browser("segreteria").get(path).forms.values()
    page = next(form for form in forms if form.action == path).submit("act", value="print")
    page = page.follow() if page.status_int == 303 else page
    code = re.search(r"\b[0-9A-Z]{4}(-[0-9A-Z]{4})+\b", page.text)
    assert code
    choose(guardians="mandatory")
    form = next(f for f in browser.get("/first-access").forms.values() if "code" in f.fields)
    if "name" in form.fields:
        form["name"] = "mamma"
    form["code"] = code.group(0)
    answer = form.submit(expect_errors=True)
    answer = answer.follow(expect_errors=True) if answer.status_int == 303 else answer
    assert MANDATORY in answer


def test_a_link_to_choose_a_password_opens_nothing_either(school, browser, choose):
    """One that was mailed before the school chose."""
    token = "a" * 43
    digest = hashlib.sha256(f"link:{token}".encode()).hexdigest()
    with school.session() as session:
        account = "SELECT id FROM account WHERE username = 'mamma'"
        session.connection().exec_driver_sql(
            "INSERT INTO account_token (account_id, purpose, token_hash, channel, created_at, "  # noqa: S608
            f"expires_at) VALUES (({account}), 'reset', '{digest}', 'command', "
            "'2026-11-24 08:00:00', '2026-11-24 09:00:00')"
        )
    page = browser.get(f"/link/{token}")
    page = page.follow() if page.status_int == 303 else page
    assert "Scegli" in page
    choose(guardians="mandatory")
    page = browser.get(f"/link/{token}", expect_errors=True)
    page = page.follow(expect_errors=True) if page.status_int == 303 else page
    form = next((f for f in page.forms.values() if "password" in f.fields), None)
    if form is not None:
        form["password"] = "lampada sassofono neve 9"
        page = form.submit(expect_errors=True)
    assert MANDATORY in page
    with school.session() as session:
        assert session.connection().exec_driver_sql("SELECT * FROM web_session").all() == []


def test_the_office_is_told_where_it_would_hand_out_a_password(school, new_browser, choose):
    choose(guardians="mandatory")
    page = new_browser("segreteria").get(f"/office/people/{school.people['mamma']}/credentials")
    assert MANDATORY in page
    assert 'value="print"' not in page


def test_all_off_shows_no_button(spid, browser, choose):
    choose(guardians="off", teachers="off", staff="off", students="off")
    assert "Entra con SPID" not in browser.get("/sign-in")


def test_a_policy_counts_from_the_day_the_role_does(school, new_browser, choose):
    """Dated roles: who is a teacher from tomorrow is none today."""
    choose(teachers="mandatory")
    with school.session() as session:
        session.connection().exec_driver_sql("UPDATE role_grant SET starts_on = '2026-11-25'")
    assert by_password(new_browser(), "docente").status_int == 303
    with school.session() as session:
        session.connection().exec_driver_sql("UPDATE role_grant SET starts_on = '2026-11-24'")
    assert MANDATORY in by_password(new_browser(), "docente")
