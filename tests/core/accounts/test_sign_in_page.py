"""Signing in and out through the pages (checks 14, 16, 21, 33, 35)."""

import argon2
import pytest
from sqlalchemy import select

from registro_core.accounts import devices
from registro_core.accounts.models import KnownDevice
from registro_core.audit.models import AuditEntry
from registro_core.people.models import Person
from registro_core.testing import NOW

OFF_SITE = [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "/%09/evil.example",
    "/\t/evil.example",
    "///evil.example",
    "\\\\evil.example",
    "/x\r\nSet-Cookie: a=b",
]


class TestSignIn:
    def test_the_page_is_public(self, school):
        assert "Password dimenticata?" in school.anonymous().get("/sign-in")

    def test_with_user_name_and_password(self, school, sign_ins):
        sign_ins.set_password("docente")
        browser = sign_ins.sign_in("docente")
        assert sign_ins.is_signed_in(browser)
        assert sign_ins.account("docente").last_sign_in_at == NOW

    @pytest.mark.parametrize("name", ["  Docente ", "docente@example.org", "DOCENTE@EXAMPLE.ORG"])
    def test_name_in_any_case_or_the_only_account_of_an_address(self, sign_ins, name):
        sign_ins.set_password("docente")
        sign_ins.sign_in(name)

    def test_an_address_of_two_people_names_neither(self, school, sign_ins):
        sign_ins.set_password("mamma", "papa")
        with school.session() as session:
            session.get_one(Person, school.people["papa"]).email = "mamma@example.org"
        assert sign_ins.attempt("mamma@example.org", sign_ins.good).status_int == 422
        sign_ins.sign_in("papa")

    def test_wrong_password_keeps_the_name_and_not_the_password(self, sign_ins):
        sign_ins.set_password("docente")
        answer = sign_ins.attempt("docente", sign_ins.wrong)
        assert answer.status_int == 422
        assert "Nome utente o password non corretti." in answer
        assert answer.html.select_one("#name")["value"] == "docente"
        assert sign_ins.wrong not in answer

    @pytest.mark.parametrize("fields", [{"name": "", "password": "x"}, {"name": "docente"}, {}])
    def test_something_missing_is_asked_for_and_counts_nothing(self, school, sign_ins, fields):
        answer = sign_ins.send(school.anonymous(), "/sign-in", **fields)
        assert answer.status_int == 422
        assert "Compila questo campo." in answer
        assert sign_ins.counts() == []

    def test_a_hash_of_older_figures_is_made_anew(self, sign_ins):
        old = "$argon2id$v=19$m=64,t=1,p=1$"
        weak = argon2.PasswordHasher(1, 64, 1).hash(sign_ins.good)
        assert weak.startswith(old)
        sign_ins.change("docente", password_hash=weak)
        sign_ins.sign_in("docente")
        assert "m=19456,t=2,p=1" in sign_ins.account("docente").password_hash
        sign_ins.sign_in("docente")

    def test_it_is_in_the_audit_log(self, school, sign_ins):
        sign_ins.set_password("docente")
        sign_ins.sign_in("docente")
        with school.session() as session:
            entry = session.scalars(select(AuditEntry)).one()
        assert (entry.act, entry.actor_id) == ("account.signed-in", school.people["docente"])

    def test_who_is_signed_in_is_sent_on(self, school):
        answer = school.as_("docente").get("/sign-in?next=/account", status=303)
        assert answer.location == "http://localhost/account"

    def test_a_file_in_the_place_of_the_name_is_no_error_of_ours(self, school, sign_ins):
        browser = school.anonymous()
        token = sign_ins.token(browser, "/sign-in")
        files = [("name", "a.txt", b"docente"), ("password", "b.txt", b"x")]
        browser.post("/sign-in", {"csrf_token": token}, upload_files=files, status=400)


class TestReturning:
    def test_a_protected_page_leads_back_to_itself(self, school, sign_ins):
        sign_ins.set_password("docente")
        browser = school.anonymous()
        asked = browser.get("/account?tab=1", status=303)
        form = asked.follow().forms[0]
        form["name"], form["password"] = "docente", sign_ins.good
        assert form.submit().location == "http://localhost/account?tab=1"

    @pytest.mark.parametrize("target", OFF_SITE)
    def test_never_off_the_site(self, school, sign_ins, target):
        sign_ins.set_password("docente")
        shown = school.anonymous().get("/sign-in", {"next": target})
        assert shown.html.select_one("[name=next]")["value"].startswith("/")
        for answer in (
            sign_ins.attempt("docente", sign_ins.good, next=target),
            school.as_("docente").get("/sign-in", {"next": target}),
        ):
            assert answer.status_int == 303
            assert answer.location.startswith("http://localhost/")


class TestSessionCookie:
    def test_a_planted_cookie_never_becomes_a_session(self, school, sign_ins):
        sign_ins.set_password("docente")
        browser = school.anonymous()
        browser.set_cookie("registro", "planted")
        sign_ins.sign_in("docente", browser=browser)
        assert sign_ins.cookie(browser) != "planted"
        thief = school.anonymous()
        thief.set_cookie("registro", "planted")
        assert not sign_ins.is_signed_in(thief)

    def test_signing_in_again_ends_the_session_of_before(self, school, sign_ins):
        sign_ins.set_password("docente", "mamma")
        browser = sign_ins.sign_in("docente")
        copied = school.anonymous()
        copied.set_cookie("registro", sign_ins.cookie(browser))
        fields = {"csrf_token": sign_ins.token(browser, "/account"), "name": "mamma"}
        browser.post("/sign-in", {**fields, "password": sign_ins.good}, status=303)
        assert not sign_ins.is_signed_in(copied)

    def test_the_cookie_ends_with_the_browser_and_is_out_of_reach_of_scripts(self, sign_ins):
        sign_ins.set_password("docente")
        answer = sign_ins.attempt("docente", sign_ins.good)
        line = next(h for h in answer.headers.getall("Set-Cookie") if h.startswith("registro="))
        assert "HttpOnly" in line
        assert "SameSite=Lax" in line
        assert "Max-Age" not in line
        assert "expires" not in line.lower()

    def test_no_more_than_five_at_once(self, school, sign_ins):
        sign_ins.set_password("docente")
        browsers = []
        for _turn in range(6):
            browsers.append(sign_ins.sign_in("docente"))
            school.clock.advance(seconds=30)
        assert len(sign_ins.sessions("docente")) == 5
        assert [sign_ins.is_signed_in(browser) for browser in browsers] == [False, *[True] * 5]

    def test_the_table_holds_no_token(self, sign_ins):
        sign_ins.set_password("docente")
        browser = sign_ins.sign_in("docente")
        assert sign_ins.cookie(browser) not in {s.token_hash for s in sign_ins.sessions("docente")}


class TestSignOut:
    def test_it_ends_the_session_and_clears_the_browser(self, school, sign_ins):
        sign_ins.set_password("docente")
        browser = sign_ins.sign_in("docente")
        copied = school.anonymous()
        copied.set_cookie("registro", sign_ins.cookie(browser))
        answer = browser.post("/sign-out", {"csrf_token": sign_ins.token(browser, "/account")})
        assert answer.location == "http://localhost/sign-in"
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert not sign_ins.is_signed_in(browser)
        assert not sign_ins.is_signed_in(copied)
        assert sign_ins.sessions("docente") == []

    def test_the_browser_stays_known(self, school, sign_ins):
        sign_ins.set_password("docente")
        browser = sign_ins.sign_in("docente")
        browser.post("/sign-out", {"csrf_token": sign_ins.token(browser, "/account")})
        with school.session() as session:
            device = browser.cookies["device"].strip('"')
            assert devices.is_known(session, device, sign_ins.account("docente").id)
            assert len(session.scalars(select(KnownDevice)).all()) == 1

    def test_not_by_a_link_and_not_without_token(self, school):
        browser = school.as_("docente")
        browser.get("/sign-out", status=404)
        browser.post("/sign-out", status=400)
        browser.get("/account", status=200)

    def test_twice_does_no_harm(self, school, sign_ins):
        browser = school.anonymous()
        browser.post("/sign-out", {"csrf_token": sign_ins.token(browser, "/sign-in")}, status=303)


class TestForgery:
    @pytest.mark.parametrize("path", ["/sign-in", "/forgot-password", "/first-access"])
    def test_public_forms_need_the_token_of_the_same_browser(self, school, sign_ins, path):
        theirs = sign_ins.token(school.anonymous(), path)
        for fields in ({}, {"csrf_token": theirs}, {"csrf_token": "x"}):
            school.anonymous().post(
                path, {"name": "docente", "password": "x", **fields}, status=400
            )

    @pytest.mark.parametrize("origin", ["https://evil.example", "null"])
    def test_another_origin_is_refused(self, school, sign_ins, origin):
        browser = school.anonymous()
        token = sign_ins.token(browser, "/sign-in")
        fields = {"csrf_token": token, "name": "docente", "password": "x"}
        # the origin matters over https, which every school has
        https = {"wsgi.url_scheme": "https"}
        browser.post(
            "/sign-in", fields, headers={"Origin": origin}, extra_environ=https, status=400
        )
        assert sign_ins.counts() == []

    def test_a_token_from_before_signing_in_is_worth_nothing_afterwards(self, school, sign_ins):
        sign_ins.set_password("docente")
        browser = school.anonymous()
        before = sign_ins.token(browser, "/sign-in")
        sign_ins.sign_in("docente", browser=browser)
        browser.post("/sign-out", {"csrf_token": before}, status=400)


def test_must_change_password_leads_there_from_everywhere(school, sign_ins):
    sign_ins.set_password("docente")
    sign_ins.change("docente", must_change_password=True)
    browser = sign_ins.sign_in("docente")
    assert browser.get("/", status=303).location == "http://localhost/account/password"
    answer = sign_ins.send(
        browser,
        "/account/password",
        current_password=sign_ins.good,
        new_password=sign_ins.other,
        repeat_password=sign_ins.other,
    )
    assert answer.location == "http://localhost/"
    browser.get("/", status=200)
