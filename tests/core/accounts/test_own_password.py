"""Proving again who one is, and changing the own password (checks 15, 16, 18, 21)."""

from urllib.parse import quote_plus

import pytest
from sqlalchemy import select

from registro_core.accounts.views.confirm import confirm_url
from registro_core.audit.models import AuditEntry
from registro_core.notices.models import DirectMail
from registro_core.request import Request


def confirm(sign_ins, browser, password, back="/"):
    return sign_ins.send(browser, f"/account/confirm?next={back}", password=password, next=back)


def change(sign_ins, browser, current, new, repeat=None):
    return sign_ins.send(
        browser,
        "/account/password",
        current_password=current,
        new_password=new,
        repeat_password=repeat or new,
    )


class TestConfirm:
    def test_it_renews_the_session_and_goes_back(self, school, sign_ins):
        sign_ins.set_password("segreteria")
        browser = school.as_("segreteria")
        old = sign_ins.cookie(browser)
        school.clock.advance(minutes=20)
        answer = confirm(sign_ins, browser, sign_ins.good, "/office/credentials?who=staff")
        assert answer.location == "http://localhost/office/credentials?who=staff"
        assert sign_ins.is_signed_in(browser)
        (row,) = sign_ins.sessions("segreteria")
        assert row.authenticated_at == school.clock.now
        copied = school.anonymous()
        copied.set_cookie("registro", old)
        assert not sign_ins.is_signed_in(copied)

    def test_fifteen_minutes_and_no_more(self, school, sign_ins):
        path = f"/office/people/{school.people['anna']}/credentials"
        browser = school.as_("segreteria")
        school.clock.advance(minutes=15)
        assert sign_ins.send(browser, path, act="create").location.endswith(path)
        school.clock.advance(seconds=1)
        assert "/account/confirm" in sign_ins.send(browser, path, act="create").location

    def test_it_does_not_prolong_the_twelve_hours(self, school, sign_ins):
        sign_ins.set_password("docente")
        browser = school.as_("docente")
        for _turn in range(12 * 3 - 1):
            school.clock.advance(minutes=20)
            assert confirm(sign_ins, browser, sign_ins.good).status_int == 303
        school.clock.advance(minutes=20)
        assert not sign_ins.is_signed_in(browser)

    def test_a_wrong_password_renews_nothing(self, school, sign_ins):
        sign_ins.set_password("docente")
        browser = school.as_("docente")
        answer = confirm(sign_ins, browser, sign_ins.wrong)
        assert answer.status_int == 422
        assert "La password non è corretta." in answer

    def test_an_open_computer_is_no_place_to_guess_from(self, school, sign_ins):
        sign_ins.set_password("docente")
        browser = school.as_("docente")
        statuses = [confirm(sign_ins, browser, sign_ins.wrong).status_int for _turn in range(11)]
        assert statuses == [*[422] * 10, 429]
        assert confirm(sign_ins, browser, sign_ins.good).status_int == 429
        assert change(sign_ins, browser, sign_ins.good, sign_ins.other).status_int == 429

    def test_guesses_from_there_do_not_shut_the_owner_out(self, school, sign_ins):
        sign_ins.set_password("docente")
        browser = school.as_("docente")
        for _turn in range(11):
            confirm(sign_ins, browser, sign_ins.wrong)
        sign_ins.sign_in("docente")

    @pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "javascript:1"])
    def test_never_off_the_site(self, school, sign_ins, back):
        sign_ins.set_password("docente")
        answer = confirm(sign_ins, school.as_("docente"), sign_ins.good, back)
        assert answer.location == "http://localhost/"

    def test_it_is_in_the_audit_log(self, school, sign_ins):
        sign_ins.set_password("docente")
        confirm(sign_ins, school.as_("docente"), sign_ins.good)
        with school.session() as session:
            assert session.scalars(select(AuditEntry.act)).all() == ["account.confirmed"]

    def test_nobody_confirms_for_who_is_not_there(self, school):
        answer = school.anonymous().get("/account/confirm", status=303)
        assert answer.location.startswith("http://localhost/sign-in")


@pytest.mark.parametrize(
    ("method", "referer", "back", "expected"),
    [
        ("GET", None, None, "/a?b=1"),
        ("GET", "http://localhost/x", None, "/a?b=1"),
        ("POST", None, None, "/a"),
        ("POST", "http://localhost/x?y=2", None, "/x?y=2"),
        ("POST", "http://localhost/x", None, "/x"),
        ("POST", "https://evil.example/x", None, "/a"),
        ("POST", "http://localhost/x", "/c?d=2", "/c?d=2"),
    ],
)
def test_where_one_comes_back_to(method, referer, back, expected):
    request = Request.blank("/a?b=1", base_url="http://localhost", method=method)
    request.referer = referer
    assert confirm_url(request, back) == f"/account/confirm?next={quote_plus(expected)}"


def test_roles_and_permissions_ask_again_and_come_back_to_their_page(school, sign_ins):
    """Check 18: pupils at a computer left open give themselves no role."""
    person = f"/office/people/{school.people['docente']}"
    office, head = school.as_("admin"), school.as_("dirigente")
    token = sign_ins.token(office, person)
    school.clock.advance(minutes=16)
    fields = {"csrf_token": token, "role": "office", "starts_on": "2026-11-24"}
    came_from = {"Referer": f"http://localhost{person}"}
    answer = office.post(f"{person}/roles", fields, headers=came_from, status=303)
    assert answer.location == f"http://localhost/account/confirm?next={quote_plus(person)}"
    answer = head.get("/office/permissions", status=303)
    assert "/account/confirm" in answer.location


class TestChange:
    def test_the_new_one_counts_from_now_on(self, school, sign_ins):
        sign_ins.set_password("docente")
        answer = change(sign_ins, school.as_("docente"), sign_ins.good, sign_ins.other)
        assert answer.location == "http://localhost/account"
        sign_ins.sign_in("docente", sign_ins.other)

    def test_not_without_the_old_one(self, school, sign_ins):
        sign_ins.set_password("docente")
        answer = change(sign_ins, school.as_("docente"), sign_ins.wrong, sign_ins.other)
        assert answer.status_int == 422
        sign_ins.sign_in("docente", sign_ins.good)

    def test_the_own_name_is_no_password(self, school, sign_ins):
        sign_ins.set_password("docente")
        answer = change(sign_ins, school.as_("docente"), sign_ins.good, "Paola Rossi 1980")
        assert "parole facili da indovinare" in answer

    def test_the_owner_is_told(self, school, sign_ins):
        sign_ins.set_password("docente")
        change(sign_ins, school.as_("docente"), sign_ins.good, sign_ins.other)
        with school.session() as session:
            assert session.scalars(select(DirectMail.address)).all() == ["docente@example.org"]


class TestLanguage:
    def test_it_is_kept_with_the_account(self, school, sign_ins):
        browser = school.as_("docente")
        token = sign_ins.token(browser, "/account")
        browser.post("/account/language", {"csrf_token": token, "language": "en"}, status=303)
        assert sign_ins.account("docente").locale == "en"
        assert school.as_("docente").get("/account").html.html["lang"] == "en"

    @pytest.mark.parametrize("language", ["", "xx", "../etc"])
    def test_only_languages_there_are(self, school, sign_ins, language):
        browser = school.as_("docente")
        token = sign_ins.token(browser, "/account")
        browser.post("/account/language", {"csrf_token": token, "language": language}, status=303)
        assert sign_ins.account("docente").locale == "it"


@pytest.mark.parametrize(
    "path", ["/account/sessions", "/account/language", "/account/password", "/account/confirm"]
)
@pytest.mark.parametrize("token", [None, "x", "of another"])
def test_own_forms_need_the_own_token(school, sign_ins, path, token):
    """Check 33."""
    if token == "of another":
        token = sign_ins.token(school.as_("mamma"), "/account")
    fields = {"csrf_token": token} if token else {}
    school.as_("docente").post(path, fields, status=400)
