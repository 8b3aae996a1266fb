"""A whole sign-in: who comes in, to what, and who does not (ACC, RS, AR)."""

from datetime import date

import pytest
from sqlalchemy import select, update

from registro_core.api import Guardianship, Person, Role, SchoolClass, SchoolOrder
from registro_core.testing import NOW


def student(school, browser, name, status):
    """Ask for the page of a student."""
    return browser.get(f"/students/{school.people[name]}", status=status)


def test_a_parent_of_two_sees_both_children_and_no_other(school, spid, browser, cf):
    page = spid.sign_in(browser, cf["mamma"])
    assert page.status_int == 303
    assert page.headers["Location"] == "http://localhost/"
    assert "Maria Villa" in browser.get("/")
    assert "Abate Anna" in student(school, browser, "anna", 200)
    assert "Abate Luca" in student(school, browser, "luca", 200)
    student(school, browser, "bruno", 404)


def test_a_teacher_who_is_a_parent_has_both_with_one_sign_in(school, spid, browser, cf):
    """ACC-5."""
    spid.sign_in(browser, cf["docente.genitore"])
    browser.get(f"/classes/{school.classes['1A']}", status=200)
    assert "Fontana Carlo" in student(school, browser, "carlo", 200)


def test_cie_lets_in_without_naming_its_only_provider(cie, browser, cf):
    answer = browser.get("/cie/login?next=/notices")
    assert answer.location.startswith("https://cie.example/sso?SAMLRequest=")
    page = cie.sign_in(browser, cf["papa"], {"next": "/notices"})
    assert page.headers["Location"] == "http://localhost/notices"
    assert "Giorgio Abate" in browser.get("/notices")


def test_the_request_is_as_the_federation_wants_it(school, spid, browser):
    """AR-1, AR-7: level 2, forced, a relay state that says nothing."""
    begun = spid.begin(browser, next="/notices?page=2")
    assert begun.xml.get("Destination") == "https://spid.example/sso"
    assert begun.xml.get("ForceAuthn") == "true"
    assert begun.xml.findtext(".//{*}AuthnContextClassRef") == "https://www.spid.gov.it/SpidL2"
    assert "notices" not in begun.relay_state
    assert "http" not in begun.relay_state


def test_nothing_of_the_begin_may_be_kept_by_a_cache(spid, browser):
    answer = browser.get("/spid/login", {"idp": spid.issuer.entity_id})
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_browser_is_marked_for_the_way_back(spid, browser):
    """RS-4, OPS-8."""
    cookie = browser.get("/spid/login", {"idp": spid.issuer.entity_id}).headers["Set-Cookie"]
    assert cookie.startswith("spid=")
    assert "SameSite=None" in cookie
    assert "secure" in cookie.lower()
    assert "HttpOnly" in cookie


@pytest.mark.parametrize("query", ["", "idp=https://evil.example/idp", "idp=a&idp=b"])
def test_only_a_provider_of_the_registry_is_gone_to(spid, browser, query):
    """AR-8. With a second provider in the file it must be named, and once."""
    if query:
        browser.get(f"/spid/login?{query}", status=400)
    else:
        browser.get("/spid/login?idp=", status=400)


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_the_way_back_is_a_page_of_ours(spid, browser, cf, back):
    page = spid.sign_in(browser, cf["mamma"], {"next": back})
    assert page.headers["Location"] == "http://localhost/"


def test_a_new_session_takes_the_place_of_the_old_one(school, spid, new_browser, cf):
    """RS-15: what was in the browser before opens nothing any more."""
    browser = new_browser("altra")
    before = browser.cookies["registro"]
    spid.sign_in(browser, cf["mamma"])
    assert browser.cookies["registro"] != before
    planted = new_browser()
    planted.set_cookie("registro", before)
    assert "/sign-in" in planted.get("/notices").location


def test_a_guardianship_revoked_during_the_session_ends_with_the_next_click(
    school, spid, browser, cf
):
    """ACC-5."""
    spid.sign_in(browser, cf["mamma"])
    anna = school.people["anna"]
    student(school, browser, "anna", 200)
    with school.session() as session:
        session.execute(
            update(Guardianship)
            .where(
                Guardianship.student_id == anna,
                Guardianship.guardian_id == school.people["mamma"],
            )
            .values(restricted_from=date(2026, 11, 24))
        )
    student(school, browser, "anna", 404)
    student(school, browser, "luca", 200)


def test_an_administrator_never_comes_in_by_spid_alone(spid, browser, cf, give_role, log):
    """ACC-2, whatever other hats they wear."""
    page = spid.sign_in(browser, cf["admin"])
    assert page.status_int == 403
    assert "Gli amministratori entrano con la password" in page
    give_role("mamma", Role.ADMIN)
    assert spid.sign_in(browser, cf["mamma"]).status_int == 403
    assert log.outcomes() == ["administrator", "administrator"]


def test_a_closed_account_stays_closed(school, spid, browser, cf, new_browser):
    path = f"/office/people/{school.people['mamma']}/credentials"
    forms = new_browser("segreteria").get(path).forms.values()
    office = next(form for form in forms if form.action == path)
    office.submit("act", value="disable", status=303)
    page = spid.sign_in(browser, cf["mamma"])
    assert page.status_int == 403
    assert "Il tuo accesso è chiuso" in page
    assert "/sign-in" in browser.get("/notices").location


def test_whom_a_court_restricts_has_no_way_in(spid, browser, cf, log):
    page = spid.sign_in(browser, cf["ristretto"])
    assert page.status_int == 403
    assert "Nessun accesso in questo momento" in page
    assert log.outcomes() == ["no-role"]


def test_pupils_of_the_first_cycle_are_told_why(school, spid, browser, cf, choose):
    """ACC-6, L. 182/2025 art. 51: also where the school lets students in."""
    choose(students="optional")
    with school.session() as session:
        session.execute(update(SchoolClass).values(order=SchoolOrder.LOWER_SECONDARY))
    page = spid.sign_in(browser, cf["anna"])
    assert page.status_int == 403
    assert "Il registro è per i genitori" in page


def test_students_come_in_where_the_school_says_so(spid, browser, cf, choose, log):
    """ACC-6: off unless chosen."""
    page = spid.sign_in(browser, cf["anna"])
    assert page.status_int == 403
    assert "Accesso non previsto per gli studenti" in page
    choose(students="optional")
    assert spid.sign_in(browser, cf["anna"]).status_int == 303
    assert log.outcomes() == ["students-off", "ok"]


def test_a_role_the_school_leaves_out_does_not_come_in(spid, browser, cf, choose):
    choose(teachers="off")
    page = spid.sign_in(browser, cf["docente"])
    assert page.status_int == 403
    assert "Accesso non previsto per il tuo ruolo" in page
    # for one of the hats is enough
    assert spid.sign_in(browser, cf["docente.genitore"]).status_int == 303


def test_two_people_with_one_codice_fiscale_are_both_refused(
    school, spid, browser, cf, log, caplog
):
    """ACC-4: the column takes no twin; one in small letters is a twin all the same."""
    with school.session() as session:
        session.execute(
            update(Person)
            .where(Person.id == school.people["altra"])
            .values(codice_fiscale=cf["mamma"].lower())
        )
    page = spid.sign_in(browser, cf["mamma"])
    assert page.status_int == 403
    assert "Dati da correggere in segreteria" in page
    assert log.outcomes() == ["duplicate-codice-fiscale"]
    assert "needs attention" in caplog.text


def test_omocodia_is_part_of_the_code(spid, browser, cf):
    """ACC-1: another letter is another person."""
    page = spid.sign_in(browser, cf["mamma"].replace("82", "8N"))
    assert "Non risulti tra le persone" in page.text


def test_a_legal_person_is_refused(spid, browser, log):
    """ACC-7: a company has no personal codice fiscale."""
    spid.begin(browser)
    attributes = {"companyName": "Ditta", "ivaCode": "VATIT-12345678901"}
    page = spid.respond(browser, "", attributes=attributes)
    assert page.status_int == 403
    assert log.outcomes() == ["fiscal-number"]


def test_a_second_click_on_the_last_step_is_no_error(spid, browser, cf):
    spid.begin(browser)
    entering = spid.respond(browser, cf["mamma"]).headers["Location"]
    browser.get(entering, status=303)
    assert browser.get(entering, status=303).headers["Location"] == "http://localhost/"


def test_the_last_step_is_good_for_one_browser_and_two_minutes(
    school, spid, browser, new_browser, cf
):
    spid.begin(browser)
    entering = spid.respond(browser, cf["mamma"]).headers["Location"]
    new_browser().get(entering, status=403)
    # used up by the other browser's try: nothing is left to guess at
    browser.get(entering, status=403)
    spid.begin(browser)
    entering = spid.respond(browser, cf["mamma"]).headers["Location"]
    school.clock.advance(minutes=2, seconds=1)
    browser.get(entering, status=403)


def test_the_sign_in_is_audited_with_its_method_and_level(school, spid, browser, cf, new_browser):
    spid.sign_in(browser, cf["mamma"])
    audit = new_browser("dirigente").get("/office/audit")
    assert "method" in audit
    assert "spid" in audit


def test_the_session_knows_its_level(school, spid, browser, cf):
    spid.begin(browser)
    spid.respond(browser, cf["mamma"], level=3).follow()
    with school.session() as session:
        row = session.connection().exec_driver_sql("SELECT method, level FROM web_session").one()
    assert tuple(row) == ("spid", 3)


def test_too_many_beginnings_of_one_address_are_refused(school, spid, browser):
    """AR-8."""
    with school.session() as session:
        session.connection().exec_driver_sql("DELETE FROM throttle_count")
    spid.begin(browser)
    with school.session() as session:
        session.connection().exec_driver_sql("UPDATE throttle_count SET count = 300")
    answer = browser.get("/spid/login", {"idp": spid.issuer.entity_id}, status=429)
    assert answer.headers["Retry-After"] == "900"
    school.clock.advance(minutes=16)
    spid.begin(browser)


def test_the_person_of_the_account_is_not_changed_by_what_the_provider_says(
    school, spid, browser, cf
):
    """ACC-1."""
    spid.sign_in(browser, cf["mamma"])
    with school.session() as session:
        person = session.scalars(select(Person).where(Person.id == school.people["mamma"])).one()
        assert (person.given_name, person.email) == ("Maria", "mamma@example.org")
    assert school.clock.now == NOW
