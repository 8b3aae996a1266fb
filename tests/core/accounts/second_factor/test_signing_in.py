"""The code after the password (checks 14, 15, 16, 23)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from registro_core.accounts import jobs
from registro_core.accounts.models import KnownDevice
from registro_core.accounts.second_factor.models import PendingSignIn
from registro_core.accounts.second_factor.second_step import Entry, enter
from registro_core.accounts.sign_in import Outcome
from registro_core.audit.models import AuditEntry
from registro_core.security.vault import Vault

CODE_PAGE = "/sign-in/code"


@pytest.fixture
def phone(sign_ins, phones):
    sign_ins.set_password("docente", "admin")
    return phones.give("docente")


def type_password(school, sign_ins, name="docente", browser=None, **more):
    browser = browser or school.anonymous()
    answer = sign_ins.attempt(name, sign_ins.good, browser, **more)
    assert CODE_PAGE in answer.location
    return browser


def type_code(sign_ins, browser, code, **more):
    return sign_ins.send(browser, CODE_PAGE, code=code, **more)


def test_the_password_alone_opens_nothing(school, sign_ins, phone):
    browser = type_password(school, sign_ins)
    assert sign_ins.sessions("docente") == []
    assert not sign_ins.is_signed_in(browser)


def test_the_code_opens_a_session_of_level_two(school, sign_ins, phone):
    browser = type_password(school, sign_ins, next="/notices")
    answer = type_code(sign_ins, browser, phone.code(), next="/notices")
    assert answer.location == "http://localhost/notices"
    assert sign_ins.is_signed_in(browser)
    (row,) = sign_ins.sessions("docente")
    assert (row.method, row.level, row.authenticated_at) == ("password", 2, school.clock.now)


def test_where_one_wanted_to_go_is_carried_along(school, sign_ins, phone):
    answer = sign_ins.attempt("docente", sign_ins.good, next="/notices?page=2")
    assert answer.location == "http://localhost/sign-in/code?next=%2Fnotices%3Fpage%3D2"


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "javascript:1"])
def test_never_off_the_site(school, sign_ins, phone, back):
    browser = type_password(school, sign_ins)
    assert type_code(sign_ins, browser, phone.code(), next=back).location == "http://localhost/"


def test_who_has_none_is_not_asked(school, sign_ins, phone):
    sign_ins.sign_in("admin")


def test_a_code_is_good_for_one_sign_in(school, sign_ins, phone):
    code = phone.code()
    type_code(sign_ins, type_password(school, sign_ins), code)
    answer = type_code(sign_ins, type_password(school, sign_ins), code)
    assert answer.status_int == 422
    assert "già stato usato" in answer


def test_a_recovery_code_serves_and_says_how_many_are_left(school, sign_ins, phone):
    browser = type_password(school, sign_ins)
    answer = type_code(sign_ins, browser, phone.recovery_codes[3])
    assert "te ne restano 9" in answer.follow()


class TestWaiting:
    def test_ten_minutes_and_no_more(self, school, sign_ins, phone):
        browser = type_password(school, sign_ins)
        school.clock.advance(minutes=9, seconds=59)
        browser.get(CODE_PAGE, status=200)
        school.clock.advance(seconds=1)
        answer = browser.get(CODE_PAGE, status=303)
        assert "entra di nuovo" in answer.follow()

    def test_a_code_that_comes_too_late_is_not_used_up(self, school, sign_ins, phone):
        browser = type_password(school, sign_ins)
        token = sign_ins.token(browser, CODE_PAGE)
        school.clock.advance(minutes=10)
        late = browser.post(CODE_PAGE, {"csrf_token": token, "code": phone.code()})
        assert late.location == "http://localhost/sign-in"
        again = type_password(school, sign_ins)
        assert type_code(sign_ins, again, phone.code()).status_int == 303

    def test_not_in_another_browser(self, school, sign_ins, phone):
        type_password(school, sign_ins)
        answer = school.anonymous().get(CODE_PAGE, status=303)
        assert answer.location == "http://localhost/sign-in"

    def test_it_is_used_up_by_the_sign_in(self, school, sign_ins, phone):
        browser = type_password(school, sign_ins)
        copied = browser.cookies["pending"].strip('"')
        type_code(sign_ins, browser, phone.code())
        thief = school.anonymous()
        thief.set_cookie("pending", copied)
        thief.get(CODE_PAGE, status=303)

    def test_a_changed_password_ends_it(self, school, sign_ins, phone):
        waiting = type_password(school, sign_ins)
        owner = school.as_("docente")
        sign_ins.send(
            owner,
            "/account/password",
            current_password=sign_ins.good,
            new_password=sign_ins.other,
            repeat_password=sign_ins.other,
        )
        waiting.get(CODE_PAGE, status=303)

    def test_a_closed_access_ends_it(self, school, sign_ins, phone):
        waiting = type_password(school, sign_ins)
        path = f"/office/people/{school.people['docente']}/credentials"
        sign_ins.send(school.as_("segreteria"), path, act="disable")
        waiting.get(CODE_PAGE, status=303)

    def test_its_token_is_no_session_and_a_session_no_such_token(self, school, sign_ins, phone):
        browser = type_password(school, sign_ins)
        thief = school.anonymous()
        thief.set_cookie("registro", browser.cookies["pending"].strip('"'))
        assert not sign_ins.is_signed_in(thief)

    def test_what_has_expired_is_swept_out(self, school, sign_ins, phone):
        type_password(school, sign_ins)
        for minutes, left in ((9, 1), (10, 0)):
            with school.session() as session:
                jobs.purge_expired(session, school.clock.now + timedelta(minutes=minutes))
                count = select(func.count()).select_from(PendingSignIn)
                assert session.scalar(count) == left


class TestGuessing:
    def test_five_codes_in_a_quarter_of_an_hour(self, school, sign_ins, phone):
        browser = type_password(school, sign_ins)
        guesses = [type_code(sign_ins, browser, phone.wrong()).status_int for _turn in range(6)]
        assert guesses == [*[422] * 5, 429]
        refused = type_code(sign_ins, browser, phone.code())
        assert (refused.status_int, refused.headers["Retry-After"]) == (429, "900")

    def test_the_password_again_gives_no_more(self, school, sign_ins, phone):
        for _turn in range(5):
            type_code(sign_ins, type_password(school, sign_ins), phone.wrong())
        assert type_code(sign_ins, type_password(school, sign_ins), phone.code()).status_int == 429

    def test_the_owners_known_browser_is_not_shut_out(self, school, sign_ins, phone):
        own = type_password(school, sign_ins)
        type_code(sign_ins, own, phone.code())
        own.post("/sign-out", {"csrf_token": sign_ins.token(own, "/account")})
        thief = type_password(school, sign_ins)
        for _turn in range(6):
            type_code(sign_ins, thief, phone.wrong())
        school.clock.advance(seconds=30)
        type_password(school, sign_ins, browser=own)
        assert type_code(sign_ins, own, phone.code()).status_int == 303

    def test_wrong_codes_are_in_the_audit_log(self, school, sign_ins, phone):
        type_code(sign_ins, type_password(school, sign_ins), phone.wrong())
        with school.session() as session:
            entry = session.scalars(
                select(AuditEntry).where(AuditEntry.act == "account.code-refused")
            ).one()
        assert entry.actor_id == school.people["docente"]

    def test_right_ones_do_not_count(self, school, sign_ins, phone):
        for _turn in range(7):
            type_code(sign_ins, type_password(school, sign_ins), phone.code())
            school.clock.advance(seconds=30)
        assert set(sign_ins.counts()) == {0}

    def test_what_is_no_code_at_all_does_not_count(self, school, sign_ins, phone):
        browser = type_password(school, sign_ins)
        answer = type_code(sign_ins, browser, " ")
        assert answer.status_int == 422
        assert "Compila questo campo." in answer
        assert type_code(sign_ins, browser, "1" * 41).status_int == 422
        assert set(sign_ins.counts()) == {0}


class TestFixation:
    def test_the_session_of_before_ends(self, school, sign_ins, phone):
        browser = school.as_("mamma")
        planted = sign_ins.cookie(browser)
        token = sign_ins.token(browser, "/account")
        fields = {"csrf_token": token, "name": "docente", "password": sign_ins.good}
        browser.post("/sign-in", fields)
        type_code(sign_ins, browser, phone.code())
        assert sign_ins.cookie(browser) != planted
        assert sign_ins.sessions("mamma") == []
        (row,) = sign_ins.sessions("docente")
        assert row.level == 2


class TestTrust:
    def enter(self, school, sign_ins, phone, browser=None, name="docente", **more):
        browser = type_password(school, sign_ins, name, browser)
        type_code(sign_ins, browser, phone.code(), **more)
        browser.post("/sign-out", {"csrf_token": sign_ins.token(browser, "/account")})
        return browser

    def test_a_trusted_browser_is_not_asked_for_thirty_days(self, school, sign_ins, phone):
        browser = self.enter(school, sign_ins, phone, trust="y")
        school.clock.advance(days=29, hours=23)
        sign_ins.sign_in("docente", browser=browser)
        (row,) = sign_ins.sessions("docente")
        assert row.level == 1
        browser.post("/sign-out", {"csrf_token": sign_ins.token(browser, "/account")})
        school.clock.advance(hours=1)
        type_password(school, sign_ins, browser=browser)

    def test_only_if_one_asks_for_it(self, school, sign_ins, phone):
        type_password(school, sign_ins, browser=self.enter(school, sign_ins, phone))

    def test_not_for_others_in_the_same_browser(self, school, sign_ins, phones, phone):
        browser = self.enter(school, sign_ins, phone, trust="y")
        sign_ins.set_password("mamma")
        phones.give("mamma")
        type_password(school, sign_ins, "mamma", browser)

    def test_signing_in_again_does_not_prolong_it(self, school, sign_ins, phone):
        browser = self.enter(school, sign_ins, phone, trust="y")
        for _turn in range(2):
            school.clock.advance(days=14)
            sign_ins.sign_in("docente", browser=browser)
            browser.post("/sign-out", {"csrf_token": sign_ins.token(browser, "/account")})
        school.clock.advance(days=2)
        type_password(school, sign_ins, browser=browser)

    def test_never_for_administrators(self, school, sign_ins, phones, phone):
        phone = phones.give("admin")
        browser = type_password(school, sign_ins, "admin")
        assert not browser.get(CODE_PAGE).html.select("[name=trust]")
        type_code(sign_ins, browser, phone.code(), trust="y")
        with school.session() as session:
            assert session.scalars(select(KnownDevice.trusted_until)).all() == [None]

    def test_never_on_a_shared_computer(self, school, sign_ins, phone):
        browser = type_password(school, sign_ins, shared="y")
        assert not browser.get(CODE_PAGE).html.select("[name=trust]")
        type_code(sign_ins, browser, phone.code(), trust="y")
        with school.session() as session:
            assert session.scalars(select(KnownDevice.trusted_until)).all() == [None]

    def test_nor_does_it_count_where_one_says_that_it_is_shared(self, school, sign_ins, phone):
        browser = self.enter(school, sign_ins, phone, trust="y")
        type_password(school, sign_ins, browser=browser, shared="y")

    def test_a_changed_password_ends_it_everywhere(self, school, sign_ins, phone):
        browser = self.enter(school, sign_ins, phone, trust="y")
        sign_ins.sign_in("docente", browser=browser)
        sign_ins.send(
            browser,
            "/account/password",
            current_password=sign_ins.good,
            new_password=sign_ins.other,
            repeat_password=sign_ins.other,
        )
        browser.post("/sign-out", {"csrf_token": sign_ins.token(browser, "/account")})
        answer = sign_ins.attempt("docente", sign_ins.other, browser)
        assert CODE_PAGE in answer.location


def test_of_two_with_the_same_code_one_is_let_in(school, sign_ins, phone):
    """Check 23, also at the same moment: the step is used up by one statement."""
    browsers = [type_password(school, sign_ins) for _turn in range(2)]
    tokens = [browser.cookies["pending"].strip('"') for browser in browsers]
    vault, now, code = Vault(school.platform.secret), school.clock.now, phone.code()
    outcomes = [enter(school.session, vault, Entry(t, code), now).outcome for t in tokens]
    assert outcomes == [Outcome.SIGNED_IN, Outcome.WRONG_CODE]
