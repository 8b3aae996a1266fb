"""The office gives access: one person, a class, all teachers (issue: first access)."""

import re

import pytest
from sqlalchemy import select, update

from registro_core.accounts import jobs
from registro_core.accounts.models import Account, AccountToken, Channel
from registro_core.audit.models import AuditEntry
from registro_core.items import Role
from registro_core.notices.models import DeliveryState, DirectMail
from registro_core.people.models import Person, RoleGrant
from registro_core.testing import NOW

# Pages and their words: the same on every kind of database.
pytestmark = pytest.mark.once

CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")


def page_of(school, username):
    return f"/office/people/{school.people[username]}/credentials"


def act(sign_ins, browser, path, **fields):
    return sign_ins.send(browser, path, **fields)


def mails(school):
    with school.session() as session:
        return list(session.scalars(select(DirectMail).order_by(DirectMail.id)))


def without_mailbox(school, *usernames):
    with school.session() as session:
        ids = [school.people[name] for name in usernames]
        session.execute(update(Person).where(Person.id.in_(ids)).values(email=None))


class TestOnePerson:
    def test_the_page_shows_how_access_stands(self, school):
        page = school.as_("segreteria").get(page_of(school, "docente"))
        assert "mai attivato" in page
        assert "docente@example.org" in page

    def test_a_link_by_mail(self, school, sign_ins):
        browser = school.as_("segreteria")
        answer = act(sign_ins, browser, page_of(school, "mamma"), act="email")
        assert answer.status_int == 303
        (mail,) = mails(school)
        assert mail.address == "mamma@example.org"
        assert "http://localhost/link/" in mail.body
        assert "mamma" in mail.body
        assert "Link in partenza" in answer.follow()

    def test_a_link_to_the_mailbox_of_the_school(self, school, sign_ins):
        with school.session() as session:
            person = session.get_one(Person, school.people["anna"])
            person.institutional_email = "anna@scuola.example"
        act(sign_ins, school.as_("segreteria"), page_of(school, "anna"), act="institutional")
        assert [mail.address for mail in mails(school)] == ["anna@scuola.example"]

    def test_without_that_mailbox_nothing_is_sent(self, school, sign_ins):
        browser = school.as_("segreteria")
        answer = act(sign_ins, browser, page_of(school, "anna"), act="institutional")
        assert "Manca l’indirizzo" in answer.follow()
        assert mails(school) == []

    def test_a_printed_code_opens_the_first_access(self, school, sign_ins):
        browser = school.as_("segreteria")
        letter = act(sign_ins, browser, page_of(school, "anna"), act="print")
        assert "http://localhost/first-access" in letter
        code = CODE.search(letter.text)[0]
        child = school.anonymous()
        answer = act(sign_ins, child, "/first-access", name="anna", code=code)
        assert answer.location == "http://localhost/new-password"

    def test_a_password_is_nowhere_to_be_seen_or_set(self, school, sign_ins):
        sign_ins.set_password("anna")
        page = school.as_("segreteria").get(page_of(school, "anna"))
        assert "argon2" not in page
        assert page.html.select("input[type=password]") == []

    def test_closing_ends_every_session_at_once(self, school, sign_ins):
        """Check 7: the next click of somebody closed out is refused."""
        child = school.as_("anna")
        child.get("/account", status=200)
        act(sign_ins, school.as_("segreteria"), page_of(school, "anna"), act="disable")
        child.get("/account", status=303)
        act(sign_ins, school.as_("segreteria"), page_of(school, "anna"), act="enable")
        child.get("/account", status=303)
        assert sign_ins.account("anna").enabled

    def test_a_closed_account_cannot_be_entered(self, school, sign_ins):
        sign_ins.set_password("anna")
        act(sign_ins, school.as_("segreteria"), page_of(school, "anna"), act="disable")
        assert sign_ins.attempt("anna", sign_ins.good).status_int == 422

    def test_signing_out_everywhere(self, school, sign_ins):
        children = [school.as_("anna"), school.as_("anna")]
        act(sign_ins, school.as_("segreteria"), page_of(school, "anna"), act="end")
        assert [sign_ins.is_signed_in(child) for child in children] == [False, False]

    def test_a_person_without_account_gets_one(self, school, sign_ins):
        with school.session() as session:
            person = Person(surname="D’Alò", given_name="Zoë Maria", created_at=NOW)
            session.add(person)
            session.flush()
            path = f"/office/people/{person.id}/credentials"
        answer = act(sign_ins, school.as_("segreteria"), path, act="create")
        assert answer.status_int == 303
        assert "zoe.dalo" in answer.follow()

    def test_an_act_that_does_not_exist(self, school, sign_ins):
        browser = school.as_("segreteria")
        for wrong in ("", "set-password", "email' --"):
            assert act(sign_ins, browser, page_of(school, "anna"), act=wrong).status_int == 400

    def test_every_act_is_in_the_audit_log_and_no_secret_with_it(self, school, sign_ins):
        browser = school.as_("segreteria")
        for name in ("email", "print", "disable", "enable", "end"):
            act(sign_ins, browser, page_of(school, "anna"), act=name)
        with school.session() as session:
            acts = session.scalars(select(AuditEntry.act).order_by(AuditEntry.seq)).all()
        assert acts == [
            "account.token-issued",
            "account.token-issued",
            "account.disabled",
            "account.enabled",
            "account.sessions-ended",
        ]


class TestWhoMay:
    @pytest.mark.parametrize("username", ["docente", "mamma", "anna", "dirigente", "bidella"])
    def test_nobody_but_the_office(self, school, username):
        browser = school.as_(username)
        for path in ("/office/credentials", page_of(school, "anna")):
            assert browser.get(path, status="*").status_int in {403, 404}

    def test_an_administrator_is_given_access_only_by_another(self, school, sign_ins):
        """Or the office could make itself administrator with a printed code."""
        browser = school.as_("segreteria")
        page = browser.get(page_of(school, "admin"))
        assert page.html.select("button[name=act]") == []
        assert act(sign_ins, browser, page_of(school, "admin"), act="print").status_int == 403
        assert (
            act(sign_ins, school.as_("admin"), page_of(school, "admin"), act="print").status_int
            == 200
        )

    def test_the_office_makes_nobody_administrator_or_head(self, school, sign_ins):
        own = f"/office/people/{school.people['segreteria']}"
        for role, status in (("admin", 403), ("head", 403), ("staff", 303)):
            browser = school.as_("segreteria")
            fields = {"csrf_token": sign_ins.token(browser, own), "role": role}
            browser.post(f"{own}/roles", {**fields, "starts_on": "2026-11-24"}, status=status)

    def test_the_office_gives_no_administrator_another_mailbox(self, school):
        """Or it could have the link of a forgotten password sent to its own."""
        path = f"/office/people/{school.people['admin']}"
        browser = school.as_("segreteria")
        assert browser.get(f"{path}/edit", status="*").status_int == 403

    def test_nor_does_a_forgotten_password_help(self, school, sign_ins):
        sign_ins.send(school.anonymous(), "/forgot-password", name="admin")
        with school.session() as session:
            jobs.answer_reset_requests(session, NOW)
        assert mails(school) == []

    def test_an_administrator_who_teaches_is_in_no_list_either(self, school):
        with school.session() as session:
            docente = school.people["docente"]
            session.add(RoleGrant(person_id=docente, role=Role.ADMIN, starts_on=NOW.date()))
        assert "Rossi Paola" not in school.as_("segreteria").get("/office/credentials?who=teachers")

    def test_long_after_signing_in_the_password_is_asked_again(self, school, sign_ins):
        """Check 18: and nothing is replayed."""
        browser = school.as_("segreteria")
        school.clock.advance(minutes=16)
        answer = act(sign_ins, browser, page_of(school, "anna"), act="print")
        assert answer.location.startswith("http://localhost/account/confirm?next=%2Foffice")
        with school.session() as session:
            assert session.scalars(select(AccountToken)).all() == []


class TestMany:
    def test_the_list_of_a_class(self, school):
        browser = school.as_("segreteria")
        page = browser.get(f"/office/credentials?who=students&class={school.classes['1A']}")
        names = [row.get_text(strip=True) for row in page.html.select("tbody th")]
        assert names == ["Abate Anna", "Bianchi Bruno", "Conti Carla", "De Luca Dario"]

    def test_parents_of_a_class_but_not_who_may_see_nothing(self, school):
        browser = school.as_("segreteria")
        page = browser.get(f"/office/credentials?who=guardians&class={school.classes['1A']}")
        names = [row.get_text(strip=True) for row in page.html.select("tbody th")]
        assert names == ["Abate Giorgio", "Neri Lucia", "Villa Maria"]

    def test_links_to_who_has_a_mailbox_letters_to_the_others(self, school, sign_ins):
        without_mailbox(school, "bruno", "carla")
        path = f"/office/credentials?who=students&class={school.classes['1A']}"
        browser = school.as_("segreteria")
        token = sign_ins.token(browser, path)
        answer = browser.post(path, {"csrf_token": token, "how": "mail"})
        assert "Link in partenza: 2." in answer.follow()
        assert [mail.address for mail in mails(school)] == ["anna@example.org", "dario@example.org"]
        letters = browser.post(path, {"csrf_token": token, "how": "print"})
        assert len(set(CODE.findall(letters.text))) == 2
        assert "Bruno Bianchi" in letters
        assert "Anna Abate" not in letters

    def test_pressing_twice_sends_nothing_twice(self, school, sign_ins):
        path = "/office/credentials?who=teachers"
        browser = school.as_("segreteria")
        token = sign_ins.token(browser, path)
        for _turn in range(2):
            browser.post(path, {"csrf_token": token, "how": "mail"}, status=303)
        assert len(mails(school)) == 7

    def test_letters_that_were_lost_are_printed_anew(self, school, sign_ins):
        browser = school.as_("segreteria")
        path = f"/office/credentials?who=students&class={school.classes['2A']}"
        token = sign_ins.token(browser, path)
        first = browser.post(path, {"csrf_token": token, "how": "print-all"})
        again = browser.post(f"{path}&state=waiting", {"csrf_token": token, "how": "print-all"})
        codes = [set(CODE.findall(page.text)) for page in (first, again)]
        assert [len(found) for found in codes] == [3, 3]
        with school.session() as session:
            living = session.scalars(select(AccountToken).where(AccountToken.used_at.is_(None)))
            assert {token.channel for token in living} == {Channel.PRINTED}

    def test_who_is_active_gets_nothing(self, school, sign_ins):
        sign_ins.set_password("luca")
        browser = school.as_("segreteria")
        path = f"/office/credentials?who=students&class={school.classes['2A']}"
        token = sign_ins.token(browser, path)
        letters = browser.post(path, {"csrf_token": token, "how": "print-all"})
        assert "Luca Abate" not in letters
        browser.post(f"{path}&state=active", {"csrf_token": token, "how": "mail"}, status=400)

    def test_administrators_are_in_no_list(self, school):
        browser = school.as_("segreteria")
        for who in ("students", "guardians", "teachers", "staff"):
            assert "Tecnico Ada" not in browser.get(f"/office/credentials?who={who}")

    @pytest.mark.parametrize(
        "query", ["who=x&class=y&state=z", "class=99999999999", "page=-1", "who="]
    )
    def test_nonsense_in_the_address(self, school, query):
        school.as_("segreteria").get(f"/office/credentials?{query}", status=200)

    def test_links_that_never_arrived(self, school, sign_ins):
        browser = school.as_("segreteria")
        act(sign_ins, browser, page_of(school, "mamma"), act="email")
        with school.session() as session:
            session.execute(update(DirectMail).values(state=DeliveryState.DEAD, last_error="550"))
        page = browser.get("/office/credentials?who=staff")
        assert "Link non arrivati" in page
        assert "mamma@example.org" in page

    def test_the_number_of_statements_does_not_grow(self, school, sign_ins):
        browser = school.as_("segreteria")
        browser.get("/office/credentials?who=teachers")
        with school.queries() as few:
            browser.get(f"/office/credentials?who=students&class={school.classes['1A']}")
        with school.queries() as many:
            browser.get("/office/credentials?who=students")
        assert len(many) == len(few)


def test_accounts_are_unique_also_for_namesakes(school, sign_ins):
    with school.session() as session:
        people = [Person(surname="Villa", given_name="Maria", created_at=NOW) for _ in range(2)]
        session.add_all(people)
        session.flush()
        ids = [person.id for person in people]
    browser = school.as_("segreteria")
    for person_id in ids:
        act(sign_ins, browser, f"/office/people/{person_id}/credentials", act="create")
    with school.session() as session:
        names = session.scalars(select(Account.username).where(Account.person_id.in_(ids)))
        assert sorted(names) == ["maria.villa", "maria.villa.2"]


def test_the_school_says_how_long_letters_are_good(school, sign_ins):
    school.choose(**{"core.code_hours": 72})
    letter = act(sign_ins, school.as_("segreteria"), page_of(school, "anna"), act="print")
    assert "venerdì 27 novembre 2026, 9:05" in letter
    code = CODE.search(letter.text)[0]
    school.clock.advance(hours=71)
    answer = act(sign_ins, school.anonymous(), "/first-access", name="anna", code=code)
    assert answer.status_int == 303
