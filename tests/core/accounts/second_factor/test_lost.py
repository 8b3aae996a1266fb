"""A lost phone: the office takes the second factor away, or who runs the installation."""

import pytest
from sqlalchemy import select

from registro_core.audit.models import AuditEntry
from registro_core.notices.models import DirectMail


def page_of(school, username):
    return f"/office/people/{school.people[username]}/credentials"


def take_away(school, sign_ins, username, by="segreteria", **fields):
    fields = {"act": "second-factor", "checked": "yes", **fields}
    return sign_ins.send(school.as_(by), page_of(school, username), **fields)


def test_the_office_takes_it_away_and_the_password_lets_in(school, sign_ins, phones):
    sign_ins.set_password("docente")
    phones.give("docente")
    open_one = school.as_("docente")
    assert take_away(school, sign_ins, "docente").status_int == 303
    assert phones.factor("docente") is None
    assert not sign_ins.is_signed_in(open_one)
    sign_ins.sign_in("docente")


def test_only_after_saying_that_one_has_checked_who_asks(school, sign_ins, phones):
    phones.give("docente")
    answer = take_away(school, sign_ins, "docente", checked="")
    assert "Prima controlla chi è la persona" in answer.follow()
    assert phones.factor("docente") is not None


def test_it_is_audited_with_who_did_it_and_the_owner_is_told(school, sign_ins, phones):
    phones.give("docente")
    take_away(school, sign_ins, "docente")
    with school.session() as session:
        entry = session.scalars(
            select(AuditEntry).where(AuditEntry.act == "account.second-factor-removed")
        ).one()
        mail = session.scalars(select(DirectMail).order_by(DirectMail.id.desc())).first()
    assert entry.actor_id == school.people["segreteria"]
    assert mail.address == "docente@example.org"
    assert mail.subject == "Verifica in due passaggi tolta"


def test_not_an_administrators(school, sign_ins, phones):
    phones.give("admin")
    assert take_away(school, sign_ins, "admin").status_int == 403
    assert phones.factor("admin") is not None
    assert "second-factor" not in school.as_("segreteria").get(page_of(school, "admin"))


def test_an_administrator_may(school, sign_ins, phones):
    phones.give("segreteria")
    assert take_away(school, sign_ins, "segreteria", by="admin").status_int == 303
    assert phones.factor("segreteria") is None


@pytest.mark.parametrize("by", ["segreteria", "admin"])
def test_nobody_their_own(school, sign_ins, phones, by):
    """That takes password and code."""
    phones.give(by)
    assert take_away(school, sign_ins, by, by=by).status_int == 403
    assert phones.factor(by) is not None


def test_only_after_a_step_up(school, sign_ins, phones):
    phones.give("docente")
    browser = school.as_("segreteria")
    school.clock.advance(minutes=16)
    fields = {"act": "second-factor", "checked": "yes"}
    answer = sign_ins.send(browser, page_of(school, "docente"), **fields)
    assert "/account/confirm" in answer.location
    assert phones.factor("docente") is not None


@pytest.mark.parametrize("by", ["docente", "dirigente", "mamma"])
def test_only_the_office_and_administrators(school, sign_ins, phones, by):
    phones.give("coordinatore")
    browser = school.as_(by)
    token = sign_ins.token(browser, "/account")
    fields = {"csrf_token": token, "act": "second-factor", "checked": "yes"}
    answer = browser.post(page_of(school, "coordinatore"), fields, status="*")
    assert answer.status_int in {403, 404}
    assert phones.factor("coordinatore") is not None


def test_where_there_is_none_it_says_so(school, sign_ins):
    answer = take_away(school, sign_ins, "docente")
    assert "non ha la verifica" in answer.follow()


def test_who_must_have_one_sets_it_up_anew(school, sign_ins, phones, policy):
    sign_ins.set_password("coordinatore")
    phones.give("coordinatore")
    take_away(school, sign_ins, "coordinatore")
    policy("leaders")
    browser = sign_ins.sign_in("coordinatore")
    assert browser.get("/", status=303).location.endswith("/account/second-factor/new")


def test_a_new_password_does_not_get_around_it(school, sign_ins, phones):
    """Check 20: a link proves the mailbox, not the phone."""
    phones.give("docente")
    letter = sign_ins.send(school.as_("segreteria"), page_of(school, "docente"), act="print")
    code = letter.html.select_one(".r-code").get_text(strip=True)
    browser = school.anonymous()
    sign_ins.send(browser, "/first-access", name="docente", code=code)
    chosen = {"new_password": sign_ins.good, "repeat_password": sign_ins.good}
    assert sign_ins.send(browser, "/new-password", **chosen).status_int == 303
    assert sign_ins.attempt("docente", sign_ins.good, browser).location.endswith("/sign-in/code")
