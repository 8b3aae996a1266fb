"""How long a session lives, and what ends it (checks 7, 16, 17, 58)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from registro_core.accounts import jobs
from registro_core.accounts.models import IdempotencyKey, KnownDevice, ThrottleCount, WebSession
from registro_core.accounts.sessions import has_expired, open_session
from registro_core.testing import NOW

MINUTE = timedelta(minutes=1)


class TestIdle:
    @pytest.mark.parametrize(
        ("username", "minutes"), [("docente", 30), ("bidella", 30), ("mamma", 60), ("anna", 60)]
    )
    def test_staff_half_an_hour_families_an_hour(self, school, sign_ins, username, minutes):
        for seconds, alive in ((-1, True), (0, False), (1, False)):
            browser = school.as_(username)
            school.clock.advance(minutes=minutes, seconds=seconds)
            assert sign_ins.is_signed_in(browser) is alive

    def test_a_click_begins_it_anew(self, school, sign_ins):
        browser = school.as_("docente")
        for _turn in range(10):
            school.clock.advance(minutes=29)
            assert sign_ins.is_signed_in(browser)

    def test_an_expired_session_is_gone_though_the_clock_is_set_back(self, school, sign_ins):
        browser = school.as_("docente")
        school.clock.advance(minutes=31)
        assert not sign_ins.is_signed_in(browser)
        school.clock.advance(hours=-2)
        assert not sign_ins.is_signed_in(browser)
        assert sign_ins.sessions("docente") == []

    def test_the_way_back_is_offered_and_says_why(self, school):
        browser = school.as_("docente")
        school.clock.advance(minutes=31)
        answer = browser.get("/account", status=303)
        assert answer.location == "http://localhost/sign-in?next=%2Faccount"
        assert "L’accesso è scaduto" in answer.follow()


def test_twelve_hours_at_most_however_busy(school, sign_ins):
    browser = school.as_("docente")
    for _turn in range(12 * 60 // 20 - 1):
        school.clock.advance(minutes=20)
        assert sign_ins.is_signed_in(browser)
    school.clock.advance(minutes=20)
    assert not sign_ins.is_signed_in(browser)


@pytest.mark.parametrize("back", [timedelta(hours=-2), timedelta(0)])
def test_a_clock_set_back_does_not_end_a_session(back):
    assert not has_expired(NOW, NOW, NOW + back, staff=True, shared=False)


class TestSeen:
    def test_noted_at_most_once_a_minute(self, school, sign_ins):
        browser = school.as_("docente")
        (before,) = sign_ins.sessions("docente")
        school.clock.advance(seconds=59)
        with school.queries() as statements:
            browser.get("/account")
        assert not [s for s in statements if s.startswith("UPDATE")]
        school.clock.advance(seconds=1)
        with school.queries() as statements:
            browser.get("/account")
        assert len([s for s in statements if s.startswith("UPDATE web_session")]) == 1
        (after,) = sign_ins.sessions("docente")
        assert after.seen_at - before.seen_at == MINUTE

    def test_also_when_the_page_was_refused(self, school, sign_ins):
        browser = school.as_("mamma")
        school.clock.advance(minutes=40)
        browser.get("/office/credentials", status=403)
        assert sign_ins.sessions("mamma")[0].seen_at == school.clock.now

    def test_a_database_that_cannot_note_it_does_not_fail_the_page(
        self, school, monkeypatch, caplog
    ):
        browser = school.as_("docente")
        school.clock.advance(minutes=5)

        def broken():
            raise OperationalError("UPDATE web_session", {}, Exception("database is locked"))

        monkeypatch.setattr(school.platform, "sessions", broken)
        browser.get("/account", status=200)
        assert "the session could not be noted: database is locked" in caplog.text


class TestEnding:
    def test_a_changed_password_ends_all_others_and_renews_this_one(self, school, sign_ins):
        sign_ins.set_password("docente")
        here, there = sign_ins.sign_in("docente"), sign_ins.sign_in("docente")
        old = sign_ins.cookie(here)
        answer = sign_ins.send(
            here,
            "/account/password",
            current_password=sign_ins.good,
            new_password=sign_ins.other,
            repeat_password=sign_ins.other,
        )
        assert answer.status_int == 303
        copied = school.anonymous()
        copied.set_cookie("registro", old)
        assert [sign_ins.is_signed_in(b) for b in (here, there, copied)] == [True, False, False]
        assert sign_ins.attempt("docente", sign_ins.good).status_int == 422
        sign_ins.sign_in("docente", sign_ins.other)

    def test_this_browser_stays_known_the_others_do_not(self, school, sign_ins):
        sign_ins.set_password("docente")
        here = sign_ins.sign_in("docente")
        sign_ins.sign_in("docente")
        sign_ins.send(
            here,
            "/account/password",
            current_password=sign_ins.good,
            new_password=sign_ins.other,
            repeat_password=sign_ins.other,
        )
        with school.session() as session:
            assert session.scalar(select(func.count()).select_from(KnownDevice)) == 1

    def test_a_disabled_account_is_out_at_the_next_click(self, school, sign_ins):
        browser = school.as_("docente")
        sign_ins.change("docente", enabled=False)
        assert not sign_ins.is_signed_in(browser)


class TestOwnSessions:
    def test_the_list_names_browsers(self, school, sign_ins):
        sign_ins.set_password("docente")
        agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
        browser = school.anonymous()
        browser.extra_environ["HTTP_USER_AGENT"] = agent
        sign_ins.sign_in("docente", browser=browser)
        page = browser.get("/account")
        assert "Firefox, Linux" in page
        assert "questo dispositivo" in page

    def test_one_of_them_is_ended(self, school, sign_ins):
        here, there, third = (school.as_("docente") for _ in range(3))
        handles = [b["value"] for b in here.get("/account").html.select("button[name=session]")]
        assert [len(handle) for handle in handles] == [16, 16, len("others")]
        token = sign_ins.token(here, "/account")
        fields = {"csrf_token": token, "session": handles[0]}
        here.post("/account/sessions", fields, status=303)
        assert sign_ins.is_signed_in(here)
        assert sorted(sign_ins.is_signed_in(b) for b in (there, third)) == [False, True]

    def test_all_others_are_ended(self, school, sign_ins):
        here, there = school.as_("docente"), school.as_("docente")
        token = sign_ins.token(here, "/account")
        here.post("/account/sessions", {"csrf_token": token, "session": "others"}, status=303)
        assert [sign_ins.is_signed_in(b) for b in (here, there)] == [True, False]

    @pytest.mark.parametrize("handle", ["", "%", "_" * 16, "x", "mine"])
    def test_no_handle_of_somebody_else_works(self, school, sign_ins, handle):
        theirs = school.as_("mamma")
        here, there = school.as_("docente"), school.as_("docente")
        token = sign_ins.token(here, "/account")
        for value in (handle, sign_ins.sessions("mamma")[0].token_hash[:16]):
            here.post("/account/sessions", {"csrf_token": token, "session": value}, status=303)
        assert [sign_ins.is_signed_in(b) for b in (theirs, here, there)] == [True] * 3


class TestPurge:
    def test_what_has_expired_goes_and_the_rest_stays(self, school):
        with school.session() as session:
            account = 1
            open_session(session, account, NOW)
            open_session(session, account, NOW - timedelta(hours=13))
            session.add(ThrottleCount(key="a", window_ends_at=NOW, count=3))
            session.add(ThrottleCount(key="b", window_ends_at=NOW + MINUTE, count=3))
            for name, age in (("old", 3), ("new", 1)):
                made = NOW - timedelta(days=age)
                session.add(IdempotencyKey(key=name, body_hash="", location="/", created_at=made))
            for name, days in (("old", 366), ("new", 300)):
                session.add(
                    KnownDevice(
                        token_hash=name, account_id=account, created_at=NOW - timedelta(days=days)
                    )
                )
        with school.session() as session:
            jobs.purge_expired(session, NOW)
        with school.session() as session:
            assert session.scalar(select(func.count()).select_from(WebSession)) == 1
            assert session.scalars(select(ThrottleCount.key)).all() == ["b"]
            assert session.scalars(select(IdempotencyKey.key)).all() == ["new"]
            assert session.scalars(select(KnownDevice.token_hash)).all() == ["new"]

    def test_the_core_gives_its_jobs_to_the_worker(self, school):
        names = {job.name for job in school.platform.plugins.collect("registro_jobs")}
        assert {"core.answer_reset_requests", "core.purge_expired"} <= names
