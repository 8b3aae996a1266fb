"""The inbox, the preferences and the outbox in a browser."""

import pytest
from sqlalchemy import select, update

from registro_core.items import NoticeKind
from registro_core.notices.direct import queue_direct_mail
from registro_core.notices.models import Delivery, DeliveryState, NoticePreference, NoticeRecipient
from registro_core.people.models import Guardianship


def token(page):
    return page.html.select_one("[name=csrf_token]")["value"]


# ---- inbox ----------------------------------------------------------------------------------


def test_an_empty_inbox_says_so(school):
    assert "Nessun avviso" in school.as_("mamma").get("/notices").text


def test_a_notice_is_shown_counted_and_opened(school, publish):
    publish("mamma", link="/students/1")
    browser = school.as_("mamma")
    page = browser.get("/notices")
    assert "Assenza" in page.text
    assert "nuovo" in page.text
    assert page.html.select_one(".r-side .r-badge").get_text(strip=True).startswith("1")
    form = next(form for form in page.forms.values() if form.action == "/notices/open")
    answer = form.submit("go")
    assert answer.status_int == 303
    assert answer.location == "http://localhost/students/1"
    page = browser.get("/notices")
    assert page.html.select_one(".r-side .r-badge") is None
    assert "nuovo" not in page.text


def test_reading_keeps_the_first_instant(school, publish):
    publish("mamma")
    browser = school.as_("mamma")
    page = browser.get("/notices")
    first = school.clock.now
    fields = {"csrf_token": token(page), "id": page.html.select_one("[name=id]")["value"]}
    browser.post("/notices/open", fields, status=303)
    school.clock.advance(minutes=5)
    browser.post("/notices/open", fields, status=303)
    with school.session() as session:
        assert session.scalars(select(NoticeRecipient.read_at)).one() == first


def test_the_filter_shows_what_is_not_read(school, publish):
    publish("mamma", key="1", subject="Primo")
    publish("mamma", key="2", subject="Secondo")
    browser = school.as_("mamma")
    page = browser.get("/notices")
    first = page.html.select_one("[name=id]")["value"]
    browser.post("/notices/open", {"csrf_token": token(page), "id": first})
    assert len(browser.get("/notices").html.select(".r-todo")) == 2
    assert len(browser.get("/notices?unread=1").html.select(".r-todo")) == 1


def test_all_are_marked_at_once(school, publish):
    publish("mamma", "papa", key="1")
    publish("mamma", key="2")
    browser = school.as_("mamma")
    page = browser.get("/notices")
    page = browser.post("/notices/read-all", {"csrf_token": token(page)}).follow()
    assert "come letti" in page.text
    assert "Hai letto tutto" in browser.get("/notices?unread=1").text
    assert len(school.as_("papa").get("/notices?unread=1").html.select(".r-todo")) == 1


@pytest.mark.parametrize("number", ["", "x", "-1", "99999999999999", "0", "²"])
def test_no_notice_no_page(school, publish, number):
    publish("papa")
    browser = school.as_("mamma")
    fields = {"csrf_token": token(browser.get("/notices")), "id": number}
    browser.post("/notices/open", fields, status=404)


def test_nobody_opens_or_reads_for_another(school, publish):
    publish("papa")
    with school.session() as session:
        theirs = session.scalars(select(NoticeRecipient.id)).one()
    browser = school.as_("mamma")
    fields = {"csrf_token": token(browser.get("/notices")), "id": theirs}
    browser.post("/notices/open", fields, status=404)
    with school.session() as session:
        assert session.scalars(select(NoticeRecipient.read_at)).one() is None


def test_a_revoked_guardian_no_longer_finds_it(school, publish):
    publish("papa", student_id=school.people["anna"])
    browser = school.as_("papa")
    assert len(browser.get("/notices").html.select(".r-todo")) == 1
    with school.session() as session:
        statement = update(Guardianship).where(Guardianship.guardian_id == school.people["papa"])
        session.execute(statement.values(restricted_from=school.clock.now.date()))
    page = browser.get("/notices")
    assert page.html.select(".r-todo") == []
    assert page.html.select_one(".r-side .r-badge") is None


def test_long_inboxes_are_paged_and_cost_no_more_statements(school, publish):
    publish("mamma", key="0")
    browser = school.as_("mamma")
    browser.get("/notices")
    with school.queries() as few:
        browser.get("/notices")
    for number in range(1, 60):
        publish("mamma", key=str(number))
    with school.queries() as many:
        page = browser.get("/notices?page=3")
    assert len(page.html.select(".r-todo")) == 10
    assert len(many) == len(few)


# ---- preferences ------------------------------------------------------------------------------


def test_defaults_are_shown_and_changed(school, kinds, publish, deliver, mailbox):
    browser = school.as_("mamma")
    page = browser.get("/account/notices")
    form = next(form for form in page.forms.values() if form.action == "/account/notices")
    assert [form[f"kind-{kind.name}"].value for kind in kinds] == ["now", "never", "now"]
    assert page.html.select("[name='kind-trial:always'][value=never]") == []
    form["kind-trial:kind"] = "never"
    form["kind-trial:quiet"] = "now"
    page = form.submit().follow()
    assert "salvate" in page.text
    form = next(form for form in page.forms.values() if form.action == "/account/notices")
    assert [form[f"kind-{kind.name}"].value for kind in kinds] == ["never", "now", "now"]
    for kind in kinds:
        publish("mamma", "papa", key=kind.name, kind=kind.name, subject=kind.label)
    deliver()
    got = sorted((mail["To"].split("@")[0], mail["Subject"]) for mail in mailbox.accepted)
    assert got == [
        ("mamma", "Compiti"),
        ("mamma", "Sicurezza"),
        ("papa", "Assenze"),
        ("papa", "Sicurezza"),
    ]


def test_what_cannot_be_chosen_changes_nothing(school, kinds):
    browser = school.as_("mamma")
    fields = {
        "csrf_token": token(browser.get("/account/notices")),
        "kind-trial:always": "never",
        "kind-trial:kind": "nonsense",
        "kind-nonsense": "now",
    }
    browser.post("/account/notices", fields, status=303)
    with school.session() as session:
        assert session.scalars(select(NoticePreference.kind)).all() == []


# ---- outbox -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("username", "status"),
    [("segreteria", 200), ("admin", 200), ("dirigente", 403), ("docente", 403), ("papa", 403)],
)
def test_who_sees_the_outbox(school, username, status):
    school.as_(username).get("/office/deliveries", status=status)


def test_dead_mails_are_found_and_sent_again(school, publish, deliver, mailbox, states):
    publish("mamma", "papa")
    mailbox.at_recipient = lambda address: "550 <full>" if "mamma" in address else None
    deliver()
    browser = school.as_("segreteria")
    assert len(browser.get("/office/deliveries").html.select("tbody tr")) == 2
    page = browser.get("/office/deliveries?state=dead")
    assert len(page.html.select("tbody tr")) == 1
    assert "550 &lt;full&gt;" in page.text
    form = next(
        form
        for form in page.forms.values()
        if form.method.lower() == "post" and "id" in form.fields
    )
    page = form.submit().follow()
    assert "rimessi in coda: 1" in page.text
    mailbox.at_recipient = lambda _address: None
    deliver()
    assert set(states().values()) == {DeliveryState.SENT}


def test_only_dead_mails_can_be_sent_again(school, publish, deliver, mailbox):
    publish("mamma")
    deliver()
    with school.session() as session:
        sent = session.scalars(select(Delivery.id)).one()
    browser = school.as_("segreteria")
    fields = {"csrf_token": token(browser.get("/office/deliveries")), "id": [sent, "x", "9" * 30]}
    browser.post("/office/deliveries", fields, status=303)
    deliver()
    assert len(mailbox.accepted) == 1


@pytest.mark.parametrize("query", ["words=villa", "words=mamma@", "state=queued", "state=zzz"])
def test_filters_of_the_outbox(school, publish, query):
    publish("mamma")
    page = school.as_("segreteria").get(f"/office/deliveries?{query}")
    assert len(page.html.select("tbody tr")) == 1


def test_direct_mails_have_a_list_of_their_own_without_their_texts(school):
    with school.session() as session:
        person = school.people["mamma"]
        queue_direct_mail(session, person, "m@x.it", "Accesso", "segreto", school.clock.now)
    page = school.as_("segreteria").get("/office/deliveries?what=direct&words=villa")
    assert "Accesso" in page.text
    assert "segreto" not in page.text


def test_families_are_not_asked_about_what_only_staff_are_told(school, monkeypatch):
    kind = NoticeKind("trial:staff", "Solo per il personale", for_staff=True)
    monkeypatch.setitem(school.platform.notice_kinds, kind.name, kind)
    assert "Solo per il personale" in school.as_("docente").get("/account/notices")
    assert "Solo per il personale" not in school.as_("mamma").get("/account/notices")
