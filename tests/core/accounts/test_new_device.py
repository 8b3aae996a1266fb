"""Owners hear of sign-ins from browsers not seen before (check 19)."""

from sqlalchemy import select

from registro_core.notices.models import Delivery, NoticeRecipient, PublishedNotice

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def told(school):
    """Recipient, text values and mailbox of each notice about a device."""
    with school.session() as session:
        rows = session.execute(
            select(NoticeRecipient.person_id, PublishedNotice.body, Delivery.address)
            .join(PublishedNotice, PublishedNotice.id == NoticeRecipient.notice_id)
            .join(Delivery, Delivery.recipient_id == NoticeRecipient.id)
            .where(PublishedNotice.kind == "core:new-device")
        )
        return [(row.person_id, row.body["mapping"], row.address) for row in rows]


def test_the_first_sign_in_of_all_is_no_news(school, sign_ins):
    sign_ins.set_password("mamma")
    sign_ins.sign_in("mamma")
    assert told(school) == []


def test_the_same_browser_again_is_no_news(school, sign_ins):
    sign_ins.set_password("mamma")
    browser = sign_ins.sign_in("mamma")
    browser.post("/sign-out", {"csrf_token": sign_ins.token(browser, "/account")})
    sign_ins.sign_in("mamma", browser=browser)
    assert told(school) == []


def test_another_browser_is_told_at_once_in_the_register_and_by_mail(school, sign_ins):
    sign_ins.set_password("mamma")
    sign_ins.sign_in("mamma")
    child = school.anonymous()
    child.extra_environ["HTTP_USER_AGENT"] = AGENT
    sign_ins.sign_in("mamma", browser=child)
    ((person_id, values, address),) = told(school)
    assert person_id == school.people["mamma"]
    assert address == "mamma@example.org"
    assert values["device"] == "Firefox, Linux"
    assert values["time"] == {"time": "09:05:00"}


def test_a_wrong_password_tells_nobody(school, sign_ins):
    sign_ins.set_password("mamma")
    sign_ins.sign_in("mamma")
    sign_ins.attempt("mamma", sign_ins.wrong)
    assert told(school) == []


def test_it_cannot_be_turned_off(school):
    assert school.platform.notice_kinds["core:new-device"].mandatory
