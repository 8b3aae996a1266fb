"""The way out of mails: from the mail itself, without signing in (RFC 8058)."""

from email.message import EmailMessage

import pytest
from sqlalchemy import select

from registro_core.audit.models import AuditEntry
from registro_core.notices.models import NoticePreference


def address_of(mail: EmailMessage) -> str:
    return mail["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")


def chosen(school):
    with school.session() as session:
        columns = (NoticePreference.kind, NoticePreference.choice)
        return dict(session.execute(select(*columns)).all())


@pytest.fixture
def address(kinds, publish, deliver, mailbox):
    publish("mamma")
    deliver()
    return address_of(mailbox.accepted[0])


def test_the_mail_programs_button_stops_it(school, address, publish, deliver, mailbox):
    mail = mailbox.accepted[0]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    school.anonymous().post(address, {"List-Unsubscribe": "One-Click"}, status=200)
    assert chosen(school) == {"trial:kind": "never"}
    publish("mamma", key="2")
    deliver()
    assert len(mailbox.accepted) == 1
    with school.session() as session:
        of_mamma = AuditEntry.object_id == str(school.people["mamma"])
        acts = session.scalars(select(AuditEntry.act).where(of_mamma)).all()
    assert "notices.preferences.changed" in acts


def test_opening_the_address_changes_nothing_and_says_what_stays(school, address, kinds):
    page = school.anonymous().get(address)
    assert chosen(school) == {}
    assert "Assenze" in page.text
    assert "Sicurezza" in page.text
    form = next(form for form in page.forms.values() if form.method == "post")
    assert "Fatto" in form.submit().text
    assert chosen(school) == {"trial:kind": "never"}
    assert "già più nulla" not in school.anonymous().get(address).text


def test_what_is_mandatory_has_no_such_address(kinds, publish, deliver, mailbox):
    publish("mamma", kind="trial:always")
    deliver()
    (mail,) = mailbox.accepted
    assert mail["List-Unsubscribe"] is None
    assert "/unsubscribe" not in mail.get_body(["plain"]).get_content()


def test_the_digests_address_stops_what_came_by_digest(
    school, kinds, prefer, publish, deliver, mailbox
):
    prefer("mamma", "digest")
    prefer("mamma", "digest", "trial:always")
    prefer("mamma", "now", "trial:quiet")
    publish("mamma")
    deliver()
    school.clock.advance(hours=12)
    deliver()
    school.anonymous().post(address_of(mailbox.accepted[0]), status=200)
    assert chosen(school) == {
        "trial:kind": "never",
        "trial:always": "digest",
        "trial:quiet": "now",
    }


def test_an_address_of_ones_own_making_is_not_found(school, address):
    papa = str(school.people["papa"])
    forged = [
        address.replace(f"person={school.people['mamma']}", f"person={papa}"),
        address.replace("trial%3Akind", "trial%3Aquiet"),
        address[:-1] + ("0" if address[-1] != "0" else "1"),
        "/unsubscribe",
        "/unsubscribe?person=x&kind=trial%3Akind&signature=%C3%A8",
    ]
    for path in forged:
        school.anonymous().get(path, status=404)
        school.anonymous().post(path, status=404)
    assert chosen(school) == {}
