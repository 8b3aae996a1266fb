"""Who must have a second factor, and what they can do before they have one (ABSC 5, check 18)."""

from datetime import date

import pytest
from sqlalchemy import update

from registro_core.accounts.models import Account
from registro_core.accounts.sessions import cookie_name, open_session
from registro_core.items import Role
from registro_core.people.models import RoleGrant
from registro_core.school.models import School
from tests.core.accounts.second_factor.conftest import NEW, PAGE

# Worked out above the database: the same on every kind.
pytestmark = pytest.mark.once

LEADERS = ("dirigente", "vicario", "segreteria", "admin", "coordinatore")
TEACHERS = ("docente", "sostegno", "religione", "docente.genitore", "estraneo")
OTHERS = ("bidella", "mamma", "anna", "adulto")
EVERYBODY = (*LEADERS, *TEACHERS, *OTHERS)


def obliged(school, usernames):
    """Those of them who are sent to set one up instead of to their page."""
    return {
        name for name in usernames if school.as_(name).get("/", status="*").location is not None
    }


@pytest.mark.parametrize(
    ("chosen", "whom"),
    [
        ("off", set()),
        ("optional", set()),
        ("leaders", set(LEADERS)),
        ("staff", {*LEADERS, *TEACHERS}),
    ],
)
def test_whom_each_policy_obliges(school, policy, chosen, whom):
    policy(chosen)
    assert obliged(school, EVERYBODY) == whom


def test_a_school_that_has_chosen_nothing_obliges_its_leaders(school):
    with school.session() as session:
        session.execute(update(School).values(settings={}, version=2))
    assert obliged(school, EVERYBODY) == set(LEADERS)


class TestBefore:
    @pytest.fixture
    def office(self, school, sign_ins, policy):
        policy("leaders")
        sign_ins.set_password("segreteria")
        return sign_ins.sign_in("segreteria")

    @pytest.mark.parametrize(
        "path", ["/", "/office/people", "/notices", "/classes", "/search?q=a", "/menu"]
    )
    def test_every_page_leads_there(self, office, path):
        assert office.get(path, status=303).location == f"http://localhost{NEW}"

    def test_nothing_can_be_written(self, school, sign_ins, office):
        path = f"/office/people/{school.people['anna']}/credentials"
        token = sign_ins.token(office, NEW)
        answer = office.post(path, {"csrf_token": token, "act": "create"})
        assert answer.location == f"http://localhost{NEW}"

    def test_the_page_says_why_and_the_menu_is_empty(self, office):
        page = office.get(NEW)
        assert "prima di continuare attivala" in page
        assert not page.html.select(".r-side")

    def test_signing_out_is_possible(self, sign_ins, office):
        token = sign_ins.token(office, NEW)
        assert office.post("/sign-out", {"csrf_token": token}).location.endswith("/sign-in")

    def test_afterwards_the_way_is_open(self, office, phones):
        page = office.get(NEW)
        phone = phones.read(page)
        form = next(form for form in page.forms.values() if "seed" in form.fields)
        form["code"] = phone.code()
        form.submit(status=200)
        office.get("/office/people", status=200)

    def test_a_role_given_now_obliges_at_the_next_click(self, school, policy):
        """Check 7: as every right, the duty is read anew."""
        policy("leaders")
        browser = school.as_("bidella")
        browser.get("/", status=200)
        with school.session() as session:
            session.add(
                RoleGrant(
                    person_id=school.people["bidella"],
                    role=Role.OFFICE,
                    starts_on=date(2026, 11, 24),
                )
            )
        assert browser.get("/", status=303).location == f"http://localhost{NEW}"


class TestOtherWays:
    def session_of(self, school, name, method, level):
        browser = school.anonymous()
        with school.session() as session:
            account = session.query(Account).filter_by(username=name).one()
            token = open_session(session, account.id, school.clock.now, method, level=level)
        browser.set_cookie(cookie_name(secure=False), token)
        return browser

    @pytest.mark.parametrize("level", [2, 3])
    def test_level_two_of_another_way_in_counts(self, school, policy, level):
        policy("staff")
        self.session_of(school, "dirigente", "spid", level).get("/", status=200)

    def test_level_one_does_not(self, school, policy, phones):
        policy("leaders")
        browser = self.session_of(school, "dirigente", "spid", 1)
        asked = "http://localhost/account/confirm?next=%2Foffice%2Fpeople&level=2"
        assert browser.get("/office/people", status=303).location == asked

    def test_nor_with_an_app_that_was_not_asked_for(self, school, policy, phones):
        policy("leaders")
        phones.give("dirigente")
        browser = self.session_of(school, "dirigente", "spid", 1)
        assert "/account/confirm" in browser.get("/", status=303).location

    def test_a_trusted_browser_does(self, school, sign_ins, policy, phones):
        policy("leaders")
        sign_ins.set_password("segreteria")
        phone = phones.give("segreteria")
        browser = school.anonymous()
        sign_ins.attempt("segreteria", sign_ins.good, browser)
        sign_ins.send(browser, "/sign-in/code", code=phone.code(), trust="y")
        browser.post("/sign-out", {"csrf_token": sign_ins.token(browser, "/account")})
        sign_ins.sign_in("segreteria", browser=browser)
        browser.get("/office/people", status=200)


class TestOff:
    @pytest.fixture(autouse=True)
    def off(self, policy):
        policy("off")

    @pytest.mark.parametrize("path", [PAGE, NEW])
    def test_there_are_no_such_pages(self, school, path):
        browser = school.as_("docente")
        assert PAGE not in browser.get("/account")
        browser.get(path, status=404)

    def test_nobody_is_asked(self, school, sign_ins, phones):
        sign_ins.set_password("docente")
        phones.give("docente")
        sign_ins.sign_in("docente")

    def test_a_session_of_level_two_still_confirms_with_the_password(
        self, school, sign_ins, phones, policy
    ):
        policy("optional")
        sign_ins.set_password("segreteria")
        phone = phones.give("segreteria")
        browser = school.anonymous()
        sign_ins.attempt("segreteria", sign_ins.good, browser)
        sign_ins.send(browser, "/sign-in/code", code=phone.code())
        policy("off")
        answer = sign_ins.send(browser, "/account/confirm", password=sign_ins.good, next="/")
        assert answer.status_int == 303


def test_it_costs_no_statement(school, policy):
    browser = school.as_("docente")
    counts = []
    for chosen in ("off", "staff"):
        policy(chosen)
        browser.get("/account")
        with school.queries() as seen:
            browser.get("/account")
        counts.append(len(seen))
    assert counts[0] == counts[1]
