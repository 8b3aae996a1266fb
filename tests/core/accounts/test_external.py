"""Ways in besides the password, as a plugin brings them: sign-in, step-up, refusal, sign-out."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from webtest import TestApp

from registro_core.accounts.models import Account
from registro_core.audit.models import AuditEntry
from registro_core.testing import Applications, TestSchool, school_with

PLUGIN = """
    from pyramid.response import Response
    from registro_core.api import *

    REFUSED = []

    def enter(request):
        response = HTTPSeeOther(request.GET.get("back", "/"))
        act = confirm_person if request.GET.get("again") else sign_in_person
        try:
            act(request, response, int(request.GET["who"]), "token", int(request.GET["level"]))
        except (AccountDisabled, OtherPerson) as error:
            return Response(type(error).__name__, status=403)
        return response

    @step_up_to(2, minutes=10)
    def vault(context, request):
        return Response("open")

    @hookimpl
    def registro_configure(config):
        config.add_route("enter", "/enter")
        config.add_route("vault", "/vault")
        config.add_view(enter, route_name="enter", request_method="POST", permission=PUBLIC, require_csrf=False)
        config.add_view(vault, route_name="vault", request_method="GET", permission="core:home")

    @hookimpl
    def registro_sign_in_methods(request, back, again):
        return [SignInMethod("token", 1, markup(f'<a href="/x?again={again}&amp;back={back}">Gettone</a>'))]

    @hookimpl
    def registro_password_refusal(session, person_id):
        return "Qui si entra con il gettone." if person_id in REFUSED else None

    @hookimpl
    def registro_sign_out_url(request, method, session_hash):
        return f"/bye?{method}" if method == "token" else None
"""


@pytest.fixture
def school(databases, tmp_path, install) -> Iterator[TestSchool]:
    install("token", PLUGIN.replace("markup(f", "_html(f") + HTML)
    made = Applications(databases, tmp_path)
    with school_with(made, databases, ("token",)) as school:
        yield school
    made.close()


HTML = """
    class _html(str):
        def __html__(self):
            return str(self)
"""


@pytest.fixture
def refused(school) -> list[int]:
    """People who may not use a password; the plugin's own list."""
    (plugin,) = (p for p in school.platform.plugins.loaded if p.name == "token")
    return plugin.module.REFUSED


def enter(school: TestSchool, browser: TestApp, who: str, level: int = 2, **more: str):
    query = "&".join(f"{name}={value}" for name, value in more.items())
    return browser.post(f"/enter?who={school.people[who]}&level={level}&{query}", status="*")


class TestSigningIn:
    def test_the_session_carries_method_and_level(self, school, sign_ins):
        browser = school.anonymous()
        assert enter(school, browser, "mamma").status_int == 303
        assert sign_ins.is_signed_in(browser)
        (row,) = sign_ins.sessions("mamma")
        assert (row.method, row.level, row.authenticated_at) == ("token", 2, school.clock.now)

    def test_a_shared_computer_is_one_by_this_way_too(self, school, sign_ins):
        sign_ins.set_password("docente")
        browser = school.anonymous()
        sign_ins.attempt("docente", sign_ins.good, browser, shared="y")
        enter(school, browser, "mamma")
        (row,) = sign_ins.sessions("mamma")
        assert row.shared

    def test_it_is_in_the_audit_log(self, school):
        enter(school, school.anonymous(), "mamma")
        with school.session() as session:
            acts = select(AuditEntry).where(AuditEntry.act == "account.signed-in")
            (entry,) = session.scalars(acts)
            assert entry.actor_id == school.people["mamma"]

    def test_a_planted_session_ends(self, school, sign_ins):
        browser = school.as_("estraneo")
        planted = sign_ins.cookie(browser)
        enter(school, browser, "mamma")
        assert sign_ins.cookie(browser) != planted
        assert sign_ins.sessions("estraneo") == []

    def test_who_has_no_account_gets_one_without_password(self, school, sign_ins):
        with school.session() as session:
            session.delete(session.scalars(select(Account).filter_by(username="altra")).one())
        assert enter(school, school.anonymous(), "altra").status_int == 303
        made = sign_ins.account("lucia.neri")
        assert (made.person_id, made.password_hash) == (school.people["altra"], None)

    def test_a_closed_access_stays_closed(self, school, sign_ins):
        sign_ins.change("mamma", enabled=False)
        browser = school.anonymous()
        answer = enter(school, browser, "mamma")
        assert (answer.status_int, answer.text) == (403, "AccountDisabled")
        assert not sign_ins.is_signed_in(browser)


class TestThePages:
    def test_the_other_way_stands_beside_the_password(self, school):
        page = school.anonymous().get("/sign-in?next=/notices")
        assert 'href="/x?again=False&amp;back=/notices"' in page
        assert page.html.select_one("input[name=password]")

    def test_after_a_wrong_password_it_is_still_there(self, school, sign_ins):
        answer = sign_ins.attempt("mamma", "sbagliata", next="/notices")
        assert 'href="/x?again=False&amp;back=/notices"' in answer


class TestStepUp:
    def test_a_password_is_not_enough_where_more_is_wanted(self, school, sign_ins):
        sign_ins.set_password("mamma")
        browser = sign_ins.sign_in("mamma")
        asked = browser.get("/vault", status=303)
        assert asked.location == "http://localhost/account/confirm?next=%2Fvault&level=2"
        page = asked.follow()
        assert "Gettone" in page
        assert "again=True" in page
        assert not page.html.select("input[name=password]")
        enter(school, browser, "mamma", again="yes", back="/vault")
        assert browser.get("/vault").text == "open"

    def test_it_holds_for_the_minutes_said(self, school):
        browser = school.anonymous()
        enter(school, browser, "mamma")
        school.clock.advance(minutes=10)
        assert browser.get("/vault").text == "open"
        school.clock.advance(seconds=1)
        assert "/account/confirm" in browser.get("/vault", status=303).location

    def test_the_session_gets_a_new_token(self, school, sign_ins):
        browser = school.anonymous()
        enter(school, browser, "mamma", level=1)
        before = sign_ins.cookie(browser)
        enter(school, browser, "mamma", level=2, again="yes")
        assert sign_ins.cookie(browser) != before
        (row,) = sign_ins.sessions("mamma")
        assert row.level == 2

    def test_somebody_elses_proof_is_refused(self, school, sign_ins):
        browser = school.as_("mamma")
        answer = enter(school, browser, "papa", again="yes")
        assert (answer.status_int, answer.text) == (403, "OtherPerson")
        assert enter(school, school.anonymous(), "papa", again="yes").status_int == 403

    def test_who_came_in_by_a_better_way_does_not_confirm_by_password(self, school, sign_ins):
        sign_ins.set_password("mamma")
        browser = school.anonymous()
        enter(school, browser, "mamma")
        page = browser.get("/account/confirm?next=/")
        assert not page.html.select("input[name=password]")
        fields = {"password": sign_ins.good, "next": "/"}
        token = sign_ins.token(browser, "/account")
        browser.post("/account/confirm", {"csrf_token": token, **fields}, status=403)
        (row,) = sign_ins.sessions("mamma")
        assert row.level == 2


class TestRefusal:
    def test_the_right_password_is_refused_with_the_reason(self, school, sign_ins, refused):
        sign_ins.set_password("mamma")
        refused.append(school.people["mamma"])
        answer = sign_ins.attempt("mamma", sign_ins.good)
        assert answer.status_int == 403
        assert "Qui si entra con il gettone." in answer
        assert sign_ins.sessions("mamma") == []

    def test_a_wrong_password_does_not_tell(self, school, sign_ins, refused):
        sign_ins.set_password("mamma")
        refused.append(school.people["mamma"])
        answer = sign_ins.attempt("mamma", sign_ins.wrong)
        assert answer.status_int == 422
        assert "gettone." not in answer

    def test_links_and_codes_choose_no_password(self, school, sign_ins, refused):
        office = school.as_("segreteria")
        path = f"/office/people/{school.people['altra']}/credentials"
        letter = sign_ins.send(office, path, act="print")
        code = letter.html.select_one(".r-code").get_text(strip=True)
        refused.append(school.people["altra"])
        browser = school.anonymous()
        opened = sign_ins.send(browser, "/first-access", name="altra", code=code)
        page = opened.follow(status=403)
        assert "Qui si entra con il gettone." in page
        assert sign_ins.account("altra").password_hash is None

    def test_the_office_gives_no_link_in_vain(self, school, sign_ins, refused):
        refused.append(school.people["altra"])
        office = school.as_("segreteria")
        path = f"/office/people/{school.people['altra']}/credentials"
        page = office.get(path)
        assert "Qui si entra con il gettone." in page
        assert not page.html.select("button[value=print]")
        answer = sign_ins.send(office, path, act="print")
        assert "Qui si entra con il gettone." in answer.follow()


def test_signing_out_goes_on_where_the_way_in_says(school, sign_ins):
    browser = school.anonymous()
    enter(school, browser, "mamma")
    token = sign_ins.token(browser, "/account")
    answer = browser.post("/sign-out", {"csrf_token": token})
    assert answer.location == "http://localhost/bye?token"
    assert not sign_ins.is_signed_in(browser)
    assert sign_ins.sessions("mamma") == []


def test_a_long_absence_ends_it_as_any_other(school, sign_ins):
    browser = school.anonymous()
    enter(school, browser, "mamma", level=3)
    school.clock.advance(minutes=61)
    assert not sign_ins.is_signed_in(browser)
