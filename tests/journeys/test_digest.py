"""A parent wants one mail a day: chooses so, hears nothing at once, and at five gets all of it."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from registro_core.jobs.worker import Worker
from tests.journeys.conftest import Demo
from tests.journeys.test_first_day import call_absent

FIVE = datetime(2026, 11, 24, 16, tzinfo=UTC)


def test_an_absence_comes_with_the_digest_and_the_bell_tells_it_before(demo: Demo) -> None:
    parent = demo.sign_in("genitore")
    page = parent.get("/account/notices", status=200)
    form = next(form for form in page.forms.values() if form.action == "/account/notices")
    choices = [name for name in form.fields if name and name.startswith("kind-attendance:")]
    for name in choices:
        form[name] = "digest"
    form.submit(status=303)
    address = page.html.select_one("main b").text
    call_absent(demo)
    before = parent.get("/notices/live", status=200).json

    demo.clock.advance(minutes=11)
    early = mails_to(demo, address)
    now = parent.get("/notices/live", status=200).json
    assert now["unread"] == before["unread"] + 1
    assert [mail for mail in early if "assente" in str(mail.get_body(["plain"]))] == []

    demo.clock.set(FIVE)
    digests = [mail for mail in mails_to(demo, address) if "Riepilogo" in mail["Subject"]]
    assert len(digests) == 1
    text = digests[0].get_body(["plain"]).get_content()
    assert "Assenze, ritardi e uscite" in text
    assert "http://localhost/unsubscribe?" in text


def mails_to(demo: Demo, address: str) -> list[EmailMessage]:
    """Work until nothing is due; return all mails to an address."""
    worker = Worker(demo.platform)
    while worker.run_once(demo.clock()):
        pass
    folder = demo.platform.installation.data_dir / "mail"
    read = (message_from_bytes(path.read_bytes(), policy=default) for path in folder.glob("*.eml"))
    return [mail for mail in read if mail["To"] == address]
