"""First access and reset: links, codes, and what they must never do (checks 14, 20)."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from registro_core.accounts import first_access, jobs, services, tokens
from registro_core.accounts.finding import account_of
from registro_core.accounts.models import AccountToken, Channel, ResetRequest
from registro_core.audit.models import AuditEntry
from registro_core.items import SYSTEM, Actor
from registro_core.notices.models import DirectMail
from registro_core.people.models import Person
from registro_core.testing import NOW

LINK = re.compile(r"http://localhost/link/(\S+)")


class Office:
    """Gives out links and codes as the office's pages do."""

    def __init__(self, school):
        self.school = school

    def link(self, username, channel=Channel.EMAIL):
        with self.school.session() as session:
            account = account_of(session, self.school.people[username])
            now = self.school.clock.now
            first_access.send_link(session, SYSTEM, account, channel, "http://localhost", now)
        return self.last_link()

    def code(self, username):
        with self.school.session() as session:
            account = account_of(session, self.school.people[username])
            return first_access.make_code(session, SYSTEM, account, self.school.clock.now)

    def last_link(self):
        found = LINK.search(self.mails()[-1].body)
        return f"/link/{found[1]}"

    def mails(self):
        with self.school.session() as session:
            return list(session.scalars(select(DirectMail).order_by(DirectMail.id)))

    def worker(self):
        with self.school.session() as session:
            jobs.answer_reset_requests(session, self.school.clock.now)


@pytest.fixture
def office(school):
    return Office(school)


def choose(sign_ins, browser, password, repeat=None):
    return sign_ins.send(
        browser, "/new-password", new_password=password, repeat_password=repeat or password
    )


class TestLink:
    def test_it_leads_to_a_password_and_that_to_signing_in(self, school, sign_ins, office):
        browser = school.anonymous()
        opened = browser.get(office.link("mamma"), status=303)
        assert opened.location == "http://localhost/new-password"
        assert "Il tuo nome utente è" in opened.follow()
        answer = choose(sign_ins, browser, sign_ins.good)
        assert answer.location == "http://localhost/sign-in"
        assert not sign_ins.is_signed_in(browser)
        sign_ins.sign_in("mamma", browser=browser)

    def test_it_works_once(self, school, sign_ins, office):
        link, browser, second = office.link("mamma"), school.anonymous(), school.anonymous()
        browser.get(link)
        second.get(link)
        stale = sign_ins.token(second, "/new-password")
        choose(sign_ins, browser, sign_ins.good)
        fields = {"new_password": sign_ins.other, "repeat_password": sign_ins.other}
        second.post("/new-password", {"csrf_token": stale, **fields}, status=410)
        browser.get(link).follow(status=410)
        sign_ins.sign_in("mamma", sign_ins.good)

    def test_of_two_at_once_one_wins(self, school, office):
        link = office.link("mamma")
        with school.session() as session:
            token = tokens.find_link(session, link.rpartition("/")[2], NOW)
            results = [
                services.choose_password(session, SYSTEM, token, hashed, NOW)
                for hashed in ("one", "two")
            ]
        assert results == [True, False]

    def test_opening_it_uses_nothing_up(self, school, office):
        """Programs that look into mail for viruses open links too."""
        link = office.link("mamma")
        for _turn in range(3):
            school.anonymous().head(link, status="*")
            school.anonymous().get(link).follow(status=200)

    @pytest.mark.parametrize(
        ("first", "lives"), [(True, timedelta(hours=72)), (False, timedelta(minutes=30))]
    )
    def test_it_lives_three_days_or_half_an_hour(self, school, sign_ins, office, first, lives):
        if not first:
            sign_ins.set_password("mamma")
        link = office.link("mamma")
        school.clock.set(NOW + lives - timedelta(seconds=1))
        school.anonymous().get(link).follow(status=200)
        school.clock.set(NOW + lives)
        school.anonymous().get(link).follow(status=410)

    def test_a_newer_one_kills_it(self, school, office):
        old, new = office.link("mamma"), office.link("mamma")
        school.anonymous().get(old).follow(status=410)
        school.anonymous().get(new).follow(status=200)

    def test_another_mailbox_kills_it(self, school, office):
        link = office.link("mamma")
        with school.session() as session:
            session.get_one(Person, school.people["mamma"]).email = "nuova@example.org"
        school.anonymous().get(link).follow(status=410)

    def test_a_closed_account_kills_it(self, school, sign_ins, office):
        link = office.link("mamma")
        sign_ins.change("mamma", enabled=False)
        school.anonymous().get(link).follow(status=410)

    def test_the_table_holds_no_token(self, school, office):
        token = office.link("mamma").rpartition("/")[2]
        with school.session() as session:
            row = session.scalars(select(AccountToken)).one()
        assert token not in {row.token_hash, row.address}
        assert len(token) >= 43

    def test_the_address_one_chooses_at_does_not_carry_it(self, school, office):
        """Or Referer and history would."""
        link = office.link("mamma")
        page = school.anonymous().get(link).follow()
        assert link.rpartition("/")[2] not in page
        assert page.request.path_qs == "/new-password"

    @pytest.mark.parametrize("token", ["x", "a" * 5000, "%00", "..%2f..", "'", "%ff"])
    def test_nonsense_is_a_link_that_has_gone(self, school, token):
        answer = school.anonymous().get(f"/link/{token}", status="*")
        assert answer.status_int in {303, 400, 404}
        if answer.status_int == 303:
            answer.follow(status=410)

    def test_without_any_link(self, school):
        assert "Questo link non vale più" in school.anonymous().get("/new-password", status=410)

    def test_a_reset_signs_out_everywhere_and_tells_the_owner(self, school, sign_ins, office):
        sign_ins.set_password("mamma")
        thief = sign_ins.sign_in("mamma")
        browser = school.anonymous()
        browser.get(office.link("mamma"))
        choose(sign_ins, browser, sign_ins.other)
        assert not sign_ins.is_signed_in(thief)
        assert office.mails()[-1].subject == "La password del registro è cambiata"

    def test_it_is_in_the_audit_log(self, school, sign_ins, office):
        browser = school.anonymous()
        browser.get(office.link("mamma"))
        choose(sign_ins, browser, sign_ins.good)
        with school.session() as session:
            entries = session.execute(
                select(AuditEntry.act, AuditEntry.actor_id).order_by(AuditEntry.seq)
            ).all()
        mother = school.people["mamma"]
        assert entries == [("account.token-issued", None), ("account.activated", mother)]


class TestChoosing:
    @pytest.mark.parametrize(
        ("password", "message"),
        [
            ("corta", "Usa almeno 12 caratteri"),
            ("x" * 129, "Usa al massimo 128 caratteri"),
            ("mariavilla1982!", "parole facili da indovinare"),
            ("registro-demo", "parole facili da indovinare"),
            ("firenze.firenze", "parole facili da indovinare"),
            ("abcdefghijklmno", "sequenza facile"),
        ],
    )
    def test_what_is_refused_and_why(self, school, sign_ins, office, password, message):
        browser = school.anonymous()
        browser.get(office.link("mamma"))
        answer = choose(sign_ins, browser, password)
        assert answer.status_int == 422
        assert message in answer.html.select_one(".r-err").get_text()
        assert password not in answer
        assert sign_ins.account("mamma").password_hash is None

    def test_typed_differently_the_second_time(self, school, sign_ins, office):
        browser = school.anonymous()
        browser.get(office.link("mamma"))
        answer = choose(sign_ins, browser, sign_ins.good, sign_ins.other)
        assert answer.status_int == 422
        assert "Le due password non sono uguali." in answer

    def test_the_school_may_ask_for_longer_ones(self, school, sign_ins, office):
        school.choose(**{"core.password_minimum": 30})
        browser = school.anonymous()
        browser.get(office.link("mamma"))
        assert "Usa almeno 30 caratteri" in choose(sign_ins, browser, sign_ins.good)


class TestCode:
    def test_it_leads_to_a_password(self, school, sign_ins, office):
        browser = school.anonymous()
        answer = sign_ins.send(browser, "/first-access", name="anna", code=office.code("anna"))
        assert answer.location == "http://localhost/new-password"
        choose(sign_ins, browser, sign_ins.good)
        sign_ins.sign_in("anna")

    def test_as_people_type_it(self, school, sign_ins, office):
        code = office.code("anna").lower().replace("-", " ")
        answer = sign_ins.send(school.anonymous(), "/first-access", name=" Anna ", code=f" {code} ")
        assert answer.status_int == 303

    def test_pressing_twice_shuts_nobody_out(self, school, sign_ins, office):
        code = office.code("anna")
        for _turn in range(2):
            answer = sign_ins.send(school.anonymous(), "/first-access", name="anna", code=code)
            assert answer.status_int == 303

    def test_it_serves_for_one_password(self, school, sign_ins, office):
        code, browsers = office.code("anna"), [school.anonymous(), school.anonymous()]
        for browser in browsers:
            sign_ins.send(browser, "/first-access", name="anna", code=code)
        choose(sign_ins, browsers[0], sign_ins.good)
        browsers[1].get("/new-password", status=410)
        again = sign_ins.send(school.anonymous(), "/first-access", name="anna", code=code)
        assert again.status_int == 422

    def test_it_lives_a_day(self, school, sign_ins, office):
        code = office.code("anna")
        school.clock.advance(hours=24)
        answer = sign_ins.send(school.anonymous(), "/first-access", name="anna", code=code)
        assert answer.status_int == 422

    def test_once_typed_there_is_half_an_hour(self, school, sign_ins, office):
        browser = school.anonymous()
        sign_ins.send(browser, "/first-access", name="anna", code=office.code("anna"))
        school.clock.advance(minutes=30)
        browser.get("/new-password", status=410)

    def test_it_goes_with_its_user_name(self, school, sign_ins, office):
        code = office.code("anna")
        answer = sign_ins.send(school.anonymous(), "/first-access", name="bruno", code=code)
        assert answer.status_int == 422

    def test_guessing_is_counted(self, school, sign_ins, office):
        code = office.code("anna")
        statuses = [
            sign_ins.send(school.anonymous(), "/first-access", name="anna", code="wrong").status_int
            for _turn in range(11)
        ]
        assert statuses == [*[422] * 10, 429]
        answer = sign_ins.send(school.anonymous(), "/first-access", name="anna", code=code)
        assert answer.status_int == 429

    def test_a_code_in_the_cookie_of_links_opens_nothing(self, school, office):
        browser = school.anonymous()
        browser.set_cookie("link", f"anna:{office.code('anna')}")
        browser.get("/new-password", status=410)

    def test_it_has_no_signs_that_look_alike(self, office):
        codes = "".join(office.code("anna") for _turn in range(50))
        assert not set("01ILOU") & set(codes)


class TestForgotten:
    def test_a_link_comes_by_mail(self, school, sign_ins, office):
        sign_ins.set_password("mamma")
        page = sign_ins.send(school.anonymous(), "/forgot-password", name="mamma")
        assert "Richiesta ricevuta" in page
        assert office.mails() == []
        office.worker()
        (mail,) = office.mails()
        assert mail.address == "mamma@example.org"
        browser = school.anonymous()
        browser.get(office.last_link())
        choose(sign_ins, browser, sign_ins.other)
        sign_ins.sign_in("mamma", sign_ins.other)

    def test_by_the_mail_address_too(self, school, sign_ins, office):
        sign_ins.send(school.anonymous(), "/forgot-password", name="Mamma@Example.org")
        office.worker()
        assert [mail.address for mail in office.mails()] == ["mamma@example.org"]

    def test_before_it_is_used_the_old_password_works(self, school, sign_ins, office):
        sign_ins.set_password("mamma")
        sign_ins.send(school.anonymous(), "/forgot-password", name="mamma")
        office.worker()
        sign_ins.sign_in("mamma")

    def test_nobody_else_hears_anything(self, school, sign_ins, office):
        with school.session() as session:
            session.get_one(Person, school.people["papa"]).email = None
        sign_ins.change("anna", enabled=False)
        for name in ("nessuno", "papa", "anna", "' or 1=1", "%"):
            answer = sign_ins.send(school.anonymous(), "/forgot-password", name=name)
            assert "Richiesta ricevuta" in answer
        office.worker()
        assert office.mails() == []
        with school.session() as session:
            assert session.scalars(select(ResetRequest)).all() == []

    def test_three_an_hour_for_a_name_known_or_not(self, school, sign_ins):
        for name in ("mamma", "nessuno"):
            statuses = [
                sign_ins.send(school.anonymous(), "/forgot-password", name=name).status_int
                for _turn in range(4)
            ]
            assert statuses == [200, 200, 200, 429]

    def test_three_an_hour_for_an_account_under_all_its_names(self, school, sign_ins, office):
        for name in ("mamma", "mamma", "mamma", "mamma@example.org", "mamma@example.org"):
            sign_ins.send(school.anonymous(), "/forgot-password", name=name)
        office.worker()
        assert len(office.mails()) == 3


class TestPoisonedHost:
    """Check 20: links lead to the configured address, whatever a browser says."""

    @pytest.mark.parametrize(
        "header", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Forwarded-Server"]
    )
    def test_headers_of_proxies_are_not_believed(self, school, sign_ins, office, header):
        browser = school.anonymous()
        token = sign_ins.token(browser, "/forgot-password")
        value = "host=evil.example" if header == "Forwarded" else "evil.example"
        fields = {"csrf_token": token, "name": "mamma"}
        answer = browser.post("/forgot-password", fields, headers={header: value})
        office.worker()
        assert "evil" not in answer.text + office.mails()[0].body
        office.last_link()

    @pytest.mark.parametrize(
        "path", ["/sign-in", "/forgot-password", "/first-access", "/new-password"]
    )
    def test_another_host_is_answered_by_nothing(self, school, path):
        browser = school.anonymous()
        answer = browser.get(path, extra_environ={"HTTP_HOST": "evil.example"}, status=400)
        assert "evil" not in answer.text + str(answer.headers)

    def test_links_of_the_office_neither(self, school, sign_ins, office):
        browser = school.as_("segreteria")
        path = f"/office/people/{school.people['mamma']}/credentials"
        fields = {"csrf_token": sign_ins.token(browser, path), "act": "email"}
        browser.post(path, fields, headers={"X-Forwarded-Host": "evil.example"})
        office.last_link()


class TestWithoutWeb:
    """What `registro user` calls."""

    def test_an_administrator_is_made_and_gets_in(self, school, sign_ins):
        with school.session() as session:
            actor, now = Actor(None), school.clock.now
            account = services.create_admin(session, actor, "Bianchi", "Ugo", None, now)
            link = first_access.make_link(session, actor, account, "http://localhost", now)
        browser = school.anonymous()
        browser.get(link.removeprefix("http://localhost"))
        choose(sign_ins, browser, sign_ins.good)
        sign_ins.sign_in("ugo.bianchi", browser=browser)
        browser.get("/office/credentials", status=200)

    def test_texts_follow_the_language_of_the_owner(self, school, sign_ins, office):
        sign_ins.change("mamma", locale="en")
        office.link("mamma")
        assert "${" not in office.mails()[0].body
