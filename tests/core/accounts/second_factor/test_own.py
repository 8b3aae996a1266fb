"""Setting up a second factor, replacing it, new recovery codes, taking it away."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from registro_core.accounts.models import KnownDevice
from registro_core.accounts.second_factor.models import RecoveryCode
from registro_core.audit.models import AuditEntry
from registro_core.notices.models import DirectMail
from tests.core.accounts.second_factor.conftest import NEW, PAGE, RECOVERY

# Pages and their words: the same on every kind of database.
pytestmark = pytest.mark.once

CODES = f"{PAGE}/codes"


@pytest.fixture(autouse=True)
def password(sign_ins):
    sign_ins.set_password("mamma", "segreteria", "docente")


def set_up(sign_ins, browser, phone, code=None, page=None):
    page = page or browser.get(NEW, status=200)
    form = next(form for form in page.forms.values() if "seed" in form.fields)
    form["code"] = code or phone.code()
    return form.submit(status="*")


def enter(school, sign_ins, username, phone):
    """A browser in which somebody has just come in with password and code."""
    browser = school.anonymous()
    sign_ins.attempt(username, sign_ins.good, browser)
    assert sign_ins.send(browser, "/sign-in/code", code=phone.code()).status_int == 303
    return browser


def codes_of(answer):
    return RECOVERY.findall(answer.html.select_one(".r-codes").get_text(" "))


class TestSetUp:
    def test_the_app_shows_that_it_knows_the_seed_and_ten_codes_are_shown(
        self, school, sign_ins, phones
    ):
        browser = sign_ins.sign_in("mamma")
        page = browser.get(NEW, status=200)
        phone = phones.read(page)
        answer = set_up(sign_ins, browser, phone, page=page)
        assert answer.status_int == 200
        assert len(set(codes_of(answer))) == 10
        assert phones.factor("mamma").set_up_at == school.clock.now
        assert sign_ins.attempt("mamma", sign_ins.good).location.endswith("/sign-in/code")

    def test_the_square_says_what_the_key_says(self, school, sign_ins, phones):
        page = sign_ins.sign_in("mamma").get(NEW)
        seed = phones.read(page).seed
        link = next(a["href"] for a in page.html.select("a") if a["href"].startswith("otpauth:"))
        assert f"secret={seed}" in link
        assert "issuer=Istituto%20di%20prova" in link
        drawing = page.html.select_one(".r-square svg.r-qr")
        assert drawing.find("path", stroke="#000")
        assert "style" not in str(drawing)

    def test_nothing_is_kept_before(self, school, sign_ins, phones):
        browser = sign_ins.sign_in("mamma")
        browser.get(NEW)
        assert phones.factor("mamma") is None
        sign_ins.sign_in("mamma")

    def test_a_wrong_code_keeps_the_same_square(self, school, sign_ins, phones):
        browser = sign_ins.sign_in("mamma")
        page = browser.get(NEW)
        phone = phones.read(page)
        again = set_up(sign_ins, browser, phone, phone.wrong(), page)
        assert again.status_int == 422
        assert "Il codice non è giusto" in again
        assert phones.read(again).seed == phone.seed
        assert set_up(sign_ins, browser, phone, page=again).status_int == 200

    def test_the_first_code_is_used_up(self, school, sign_ins, phones):
        browser = sign_ins.sign_in("mamma")
        page = browser.get(NEW)
        phone = phones.read(page)
        code = phone.code()
        set_up(sign_ins, browser, phone, code, page)
        other = school.anonymous()
        sign_ins.attempt("mamma", sign_ins.good, other)
        assert sign_ins.send(other, "/sign-in/code", code=code).status_int == 422

    def test_the_session_rises_with_a_new_token_and_the_others_end(self, school, sign_ins, phones):
        there, here = sign_ins.sign_in("mamma"), sign_ins.sign_in("mamma")
        before = sign_ins.cookie(here)
        page = here.get(NEW)
        set_up(sign_ins, here, phones.read(page), page=page)
        assert sign_ins.cookie(here) != before
        assert [sign_ins.is_signed_in(browser) for browser in (here, there)] == [True, False]
        (row,) = sign_ins.sessions("mamma")
        assert row.level == 2

    def test_only_by_who_has_just_given_the_password(self, school, sign_ins, phones):
        browser = sign_ins.sign_in("mamma")
        page = browser.get(NEW)
        phone = phones.read(page)
        school.clock.advance(minutes=15, seconds=1)
        assert "/account/confirm" in browser.get(NEW, status=303).location
        assert "/account/confirm" in set_up(sign_ins, browser, phone, page=page).location
        assert phones.factor("mamma") is None

    @pytest.mark.parametrize("seed", ["", "x", "JBSWY3DPEHPK3PXP"])
    def test_no_seed_but_one_that_was_offered(self, school, sign_ins, phones, seed):
        browser = sign_ins.sign_in("mamma")
        answer = sign_ins.send(browser, NEW, seed=seed, code="123456")
        assert answer.location == f"http://localhost{NEW}"
        assert phones.factor("mamma") is None

    def test_no_seed_offered_to_somebody_else(self, school, sign_ins, phones):
        """Who knows the seed of another's app could make its codes."""
        page = sign_ins.sign_in("docente").get(NEW)
        form = next(form for form in page.forms.values() if "seed" in form.fields)
        browser = sign_ins.sign_in("mamma")
        code = phones.read(page).code()
        answer = sign_ins.send(browser, NEW, seed=form["seed"].value, code=code)
        assert answer.status_int == 303
        assert phones.factor("mamma") is None

    def test_who_has_no_password_needs_none(self, school, sign_ins, phones):
        browser = school.as_("altra")
        assert browser.get(NEW, status=303).location == f"http://localhost{PAGE}"
        assert "Tu non entri con una password" in browser.get(PAGE)
        assert sign_ins.send(browser, PAGE, act="x").status_int == 303

    def test_it_is_in_the_audit_log_and_its_owner_is_told(self, school, sign_ins, phones):
        browser = sign_ins.sign_in("mamma")
        page = browser.get(NEW)
        set_up(sign_ins, browser, phones.read(page), page=page)
        with school.session() as session:
            acts = session.scalars(select(AuditEntry.act).order_by(AuditEntry.seq)).all()
            subjects = session.scalars(select(DirectMail.subject)).all()
        assert acts == ["account.signed-in", "account.second-factor-added"]
        assert subjects == ["Verifica in due passaggi attivata"]


class TestRecoveryCodes:
    @pytest.fixture
    def shown(self, school, sign_ins, phones):
        browser = sign_ins.sign_in("mamma")
        page = browser.get(NEW)
        return browser, set_up(sign_ins, browser, phones.read(page), page=page)

    def test_they_are_shown_once(self, school, shown):
        browser, answer = shown
        codes = codes_of(answer)
        assert answer.headers["Cache-Control"] == "no-store"
        for path in (PAGE, NEW, "/account"):
            page = browser.get(path)
            assert not [code for code in codes if code in page]

    def test_they_are_downloaded_from_the_page_that_shows_them(self, school, shown):
        _browser, answer = shown
        form = next(form for form in answer.forms.values() if "recovery_codes" in form.fields)
        file = form.submit(status=200)
        assert file.headers["Content-Disposition"].startswith("attachment")
        assert RECOVERY.findall(file.text) == codes_of(answer)

    @pytest.mark.parametrize("codes", ["", "x", "AAAA-BBBB-CCCC-DDDD"])
    def test_nothing_else_is_given_back(self, school, sign_ins, shown, codes):
        browser, _answer = shown
        token = sign_ins.token(browser, PAGE)
        fields = {"csrf_token": token, "recovery_codes": codes}
        browser.post(CODES, fields, status=400)

    def test_not_to_somebody_else(self, school, sign_ins, shown):
        codes = " ".join(codes_of(shown[1]))
        other = school.as_("docente")
        token = sign_ins.token(other, PAGE)
        other.post(CODES, {"csrf_token": token, "recovery_codes": codes}, status=400)

    def test_new_ones_replace_the_old_ones(self, school, sign_ins, shown):
        browser, answer = shown
        old = codes_of(answer)
        new = codes_of(sign_ins.send(browser, PAGE, act="codes"))
        assert len(new) == 10
        assert not set(old) & set(new)
        other = school.anonymous()
        sign_ins.attempt("mamma", sign_ins.good, other)
        assert sign_ins.send(other, "/sign-in/code", code=old[0]).status_int == 422
        assert sign_ins.send(other, "/sign-in/code", code=new[0]).status_int == 303
        assert re.search(r"non usati</dt><dd>9<", other.get(PAGE).text)


class TestTakingAway:
    def test_right_after_password_and_code(self, school, sign_ins, phones):
        phone = phones.give("mamma")
        browser = enter(school, sign_ins, "mamma", phone)
        other = school.as_("mamma")
        answer = sign_ins.send(browser, PAGE, act="remove")
        assert "basta la password" in answer.follow()
        assert phones.factor("mamma") is None
        assert [sign_ins.is_signed_in(each) for each in (browser, other)] == [True, False]
        (row,) = sign_ins.sessions("mamma")
        assert row.level == 1
        sign_ins.sign_in("mamma")

    def test_the_codes_and_the_trust_go_with_it(self, school, sign_ins, phones):
        phone = phones.give("mamma")
        browser = school.anonymous()
        sign_ins.attempt("mamma", sign_ins.good, browser)
        sign_ins.send(browser, "/sign-in/code", code=phone.code(), trust="y")
        sign_ins.send(browser, PAGE, act="remove")
        with school.session() as session:
            assert session.scalar(select(func.count()).select_from(RecoveryCode)) == 0
            assert session.scalars(select(KnownDevice.trusted_until)).all() == [None]

    @pytest.mark.parametrize("act", ["remove", "codes"])
    def test_later_they_are_asked_for_again(self, school, sign_ins, phones, act):
        phone = phones.give("mamma")
        browser = enter(school, sign_ins, "mamma", phone)
        school.clock.advance(minutes=5, seconds=1)
        asked = sign_ins.send(browser, PAGE, act=act)
        assert "/account/confirm" in asked.location
        assert "level=2" in asked.location
        assert phones.factor("mamma") is not None

    def test_the_password_alone_is_not_enough(self, school, sign_ins, phones):
        """A pupil who knows it, at the teacher's trusted computer."""
        phones.give("mamma")
        browser = school.as_("mamma")
        asked = sign_ins.send(browser, PAGE, act="remove").location
        answer = sign_ins.send(browser, asked, password=sign_ins.good, next=PAGE, level="2")
        assert answer.status_int == 422
        assert sign_ins.send(browser, PAGE, act="remove").status_int == 303
        assert phones.factor("mamma") is not None

    def test_a_changed_password_is_no_fresh_proof_of_the_code(self, school, sign_ins, phones):
        phone = phones.give("mamma")
        browser = enter(school, sign_ins, "mamma", phone)
        school.clock.advance(minutes=6)
        sign_ins.send(
            browser,
            "/account/password",
            current_password=sign_ins.good,
            new_password=sign_ins.other,
            repeat_password=sign_ins.other,
        )
        assert "/account/confirm" in sign_ins.send(browser, PAGE, act="remove").location
        (row,) = sign_ins.sessions("mamma")
        assert (row.level, row.authenticated_at) == (2, school.clock.now - timedelta(minutes=6))

    def test_not_where_the_school_obliges_one(self, school, sign_ins, phones, policy):
        phone = phones.give("segreteria")
        policy("leaders")
        browser = enter(school, sign_ins, "segreteria", phone)
        assert not browser.get(PAGE).html.select("button[value=remove]")
        assert sign_ins.send(browser, PAGE, act="remove").status_int == 403
        assert phones.factor("segreteria") is not None

    def test_another_app_takes_its_place(self, school, sign_ins, phones):
        old = phones.give("segreteria")
        browser = enter(school, sign_ins, "segreteria", old)
        page = browser.get(NEW)
        new = phones.read(page)
        assert set_up(sign_ins, browser, new, page=page).status_int == 200
        school.clock.advance(minutes=1)
        other = school.anonymous()
        sign_ins.attempt("segreteria", sign_ins.good, other)
        assert sign_ins.send(other, "/sign-in/code", code=old.code()).status_int == 422
        assert sign_ins.send(other, "/sign-in/code", code=old.recovery_codes[0]).status_int == 422
        assert sign_ins.send(other, "/sign-in/code", code=new.code()).status_int == 303

    def test_another_app_only_with_the_code_of_the_first(self, school, sign_ins, phones):
        phones.give("segreteria")
        answer = school.as_("segreteria").get(NEW, status=303)
        assert "level=2" in answer.location

    @pytest.mark.parametrize("act", ["", "x"])
    def test_nothing_else_can_be_asked_for(self, school, sign_ins, phones, act):
        browser = enter(school, sign_ins, "mamma", phones.give("mamma"))
        assert sign_ins.send(browser, PAGE, act=act).status_int == 400


def test_who_has_none_is_told_what_it_is(school):
    page = school.as_("docente").get("/account").click("Verifica in due passaggi", index=0)
    assert "codice del tuo telefono" in page
