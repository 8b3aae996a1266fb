"""Channels besides e-mail: what a plugin brings, carried by the same outbox."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from registro_core import _
from registro_core.accounts.models import Account
from registro_core.items import NoticeChannel
from registro_core.notices.failures import AddressGone, AnswerLost, Postponed, Refused
from registro_core.notices.fan_out import fan_out
from registro_core.notices.models import Delivery, DeliveryState, NoticePreference
from registro_core.notices.services import withdraw_notice
from registro_core.people.models import Guardianship


class Loft:
    """A channel by carrier pigeon: keeps what flew, and fails as a test tells it."""

    def __init__(self, people):
        self.homes = {people["mamma"]: ["loft 1", "loft 2"], people["papa"]: ["loft 3"]}
        self.flown = []
        self.forgotten = []
        self.asked = []
        # Called with an address; raises what shall go wrong.
        self.weather = lambda _address: None

    def addresses(self, session, person_ids):
        assert isinstance(session, Session)
        self.asked.append(list(person_ids))
        return {number: self.homes[number] for number in person_ids if number in self.homes}

    def sender(self, _session, addresses):
        assert addresses

        def send(message):
            self.weather(message.address)
            self.flown.append(message)

        return send

    def forget(self, _session, address):
        self.forgotten.append(address)

    @property
    def arrived(self):
        return [message.address for message in self.flown]

    def channel(self):
        return NoticeChannel(
            "trial:pigeon",
            "Piccione viaggiatore",
            self.addresses,
            self.sender,
            self.forget,
            lambda _request: "Le tue colombaie",
        )


def storm(error, *where):
    """Weather in which pigeons to some places do not arrive."""

    def weather(address):
        if address in where or not where:
            raise error

    return weather


@pytest.fixture
def loft(school, kinds, monkeypatch):
    """The channel, switched on; `kinds` are there to choose about."""
    assert kinds
    made = Loft(school.people)
    monkeypatch.setitem(school.platform.notice_channels, "trial:pigeon", made.channel())
    return made


def test_each_address_gets_one_message_and_mail_goes_as_ever(
    school, loft, publish, deliver, mailbox, states
):
    publish("mamma", "altra", subject="Anna: assenza", link="/students/7")
    assert loft.flown == []  # nothing leaves before the commit
    deliver()
    assert loft.arrived == ["loft 1", "loft 2"]
    assert sorted(mailbox.addresses) == ["altra@example.org", "mamma@example.org"]
    assert set(states().values()) == {DeliveryState.SENT}
    message = loft.flown[0]
    assert message.title == "Istituto di prova"
    # a screen is read by whoever stands near it
    assert message.text == "Assenze"
    assert message.subject == "Anna: assenza"
    assert (message.link, message.url) == ("/students/7", "http://localhost/students/7")
    assert message.key == "trial:1"
    assert message.person_id == school.people["mamma"]
    assert message.id != loft.flown[1].id


def test_publishing_asks_no_channel_and_the_worker_asks_about_all_at_once(school, loft, publish):
    publish("mamma", "papa")
    assert loft.asked == []
    with school.queries() as few:
        assert fan_out(school.platform, school.clock.now) == 1
    for number in range(10):
        publish(*school.people, key=f"trial:more:{number}")
    with school.queries() as many:
        assert fan_out(school.platform, school.clock.now) == 10
    assert len(many) == len(few)
    assert loft.asked == [
        sorted([school.people["mamma"], school.people["papa"]]),
        sorted(school.people.values()),
    ]
    with school.queries() as idle:
        assert fan_out(school.platform, school.clock.now) == 0
    assert len(idle) == 1


def test_it_speaks_the_readers_language(school, loft, kinds, publish, deliver):
    school.platform.notice_kinds["trial:kind"] = replace(kinds[0], label=_("Invii"))
    with school.session() as session:
        account = select(Account).where(Account.username == "papa")
        session.scalars(account).one().locale = "en"
    publish("mamma", "papa", subject=_("Nessun avviso"))
    deliver()
    said = {message.address: (message.text, message.subject) for message in loft.flown}
    assert said["loft 1"] == ("Invii", "Nessun avviso")
    assert said["loft 3"] == ("Messages sent", "No notices")


def test_mails_go_first(school, loft, publish, worker, mailbox, crowd):
    """Two hundred mails and two are five batches; pigeons have their turn after the last."""
    publish("mamma", "papa", key="trial:2")
    flown = []
    while worker.run_once(school.clock.now):
        flown.append((len(mailbox.accepted), len(loft.flown)))
    assert len(crowd) == 200
    assert [pigeons for _mails, pigeons in flown[:5]] == [0] * 5
    assert flown[-1] == (202, 3)


def test_workers_at_once_queue_each_address_once(school, loft, publish):
    publish("mamma", "papa")
    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(fan_out, school.platform, school.clock.now) for _ in range(4)]
        assert sum(job.result() for job in jobs) == 1
    with school.session() as session:
        addresses = session.scalars(
            select(Delivery.address).where(Delivery.channel == "trial:pigeon")
        )
        assert sorted(addresses) == ["loft 1", "loft 2", "loft 3"]


def test_who_withdraws_while_channels_are_asked_takes_back_what_was_queued(
    school, loft, publish, states
):
    publish("papa")
    with school.session() as session:
        session.execute(update(Delivery).values(state="skipped"))

    def withdraw():
        with school.session() as session:
            return withdraw_notice(session, "trial:1", school.clock.now)

    with ThreadPoolExecutor(1) as pool:
        withdrawals = []

        def asked(_session, person_ids):
            withdrawals.append(pool.submit(withdraw))
            return {number: loft.homes[number] for number in person_ids}

        channels = school.platform.notice_channels
        channels["trial:pigeon"] = replace(channels["trial:pigeon"], addresses=asked)
        fan_out(school.platform, school.clock.now)
        (withdrawal,) = withdrawals
        assert withdrawal.result() is False
    # withdrawn before it was queued, or taken back after
    assert states().get("loft 3", DeliveryState.WITHDRAWN) is DeliveryState.WITHDRAWN


def test_who_asks_to_wait_is_asked_again_not_before(school, loft, publish, deliver, states):
    publish("mamma")
    loft.weather = storm(Postponed("fog", timedelta(minutes=30)), "loft 1")
    deliver()
    assert loft.arrived == ["loft 2"]
    loft.weather = storm(LookupError(), "nowhere")
    school.clock.advance(minutes=29)
    deliver()
    assert states()["loft 1"] is DeliveryState.QUEUED
    school.clock.advance(minutes=1)
    deliver()
    # the one who has it does not get it twice
    assert loft.arrived == ["loft 2", "loft 1"]


def test_what_nobody_foresaw_is_tried_again_and_mail_goes_all_the_same(
    school, loft, publish, deliver, mailbox, states
):
    publish("papa")
    loft.weather = storm(ZeroDivisionError("secret"))
    deliver()
    assert mailbox.addresses == ["papa@example.org"]
    with school.session() as session:
        waits = session.scalars(select(Delivery).where(Delivery.address == "loft 3")).one()
        assert (waits.state, waits.attempts) == (DeliveryState.QUEUED, 1)
        assert waits.last_error == "ZeroDivisionError: see the log"
    loft.weather = lambda _address: None
    school.clock.advance(minutes=1)
    deliver()
    assert states()["loft 3"] is DeliveryState.SENT


def test_a_refusal_is_shown_to_the_office_which_sends_it_again(
    school, loft, publish, deliver, states
):
    publish("papa")
    loft.weather = storm(Refused("no pigeons here"))
    deliver()
    assert states()["loft 3"] is DeliveryState.DEAD
    page = school.as_("segreteria").get("/office/deliveries?state=dead")
    assert "Piccione viaggiatore" in page.text
    assert "no pigeons here" in page.text
    loft.weather = lambda _address: None
    next(form for form in page.forms.values() if "id" in form.fields).submit().follow()
    deliver()
    assert loft.arrived == ["loft 3"]


def test_an_address_at_which_nobody_is_any_more_is_forgotten(
    school, loft, publish, deliver, states
):
    publish("mamma")
    loft.weather = storm(AddressGone("burnt down"), "loft 1")
    deliver()
    assert loft.forgotten == ["loft 1"]
    assert states()["loft 1"] is DeliveryState.SKIPPED
    assert states()["loft 2"] is DeliveryState.SENT


def test_what_may_have_left_is_corrected(school, loft, publish, deliver):
    publish("papa")
    loft.weather = storm(AnswerLost("it flew off"))
    with school.session() as session:
        session.execute(update(Delivery).where(Delivery.channel == "email").values(state="skipped"))
    deliver()
    with school.session() as session:
        assert withdraw_notice(session, "trial:1", school.clock.now)
    deliver()
    assert loft.flown == []


def test_what_was_withdrawn_or_may_not_be_known_does_not_leave(
    school, loft, publish, deliver, states
):
    publish("mamma", key="trial:gone")
    publish("papa", key="trial:known", student_id=school.people["anna"])
    loft.weather = storm(Postponed("fog"), "loft 1", "loft 2", "loft 3")
    deliver()
    with school.session() as session:
        # the mail had left
        assert withdraw_notice(session, "trial:gone", school.clock.now)
        statement = update(Guardianship).where(Guardianship.guardian_id == school.people["papa"])
        session.execute(statement.values(restricted_from=school.clock.now.date()))
    loft.weather = lambda _address: None
    school.clock.advance(minutes=5)
    deliver()
    assert loft.flown == []
    assert states()["loft 1"] is DeliveryState.WITHDRAWN
    assert states()["loft 3"] is DeliveryState.SKIPPED


def test_what_is_withdrawn_before_its_time_asks_no_channel(school, loft, publish, deliver, states):
    publish("papa", not_before=school.clock.now + timedelta(minutes=10))
    deliver()
    with school.session() as session:
        assert not withdraw_notice(session, "trial:1", school.clock.now)
    school.clock.advance(minutes=10)
    deliver()
    assert loft.asked == []
    assert "loft 3" not in states()


def test_what_is_a_day_old_is_not_worth_sending(school, loft, publish, deliver, states, mailbox):
    publish("papa", key="trial:waits")
    loft.weather = storm(Postponed("fog"))
    deliver()
    publish("papa", key="trial:late")
    loft.weather = lambda _address: None
    school.clock.advance(hours=25)
    deliver()
    assert loft.flown == []
    assert states()["loft 3"] is DeliveryState.SKIPPED
    assert mailbox.addresses == ["papa@example.org"] * 2


def test_a_channel_that_is_switched_off_keeps_what_waits_and_says_so(
    school, loft, publish, deliver, mailbox, states, monkeypatch
):
    publish("papa")
    fan_out(school.platform, school.clock.now)
    channel = school.platform.notice_channels.pop("trial:pigeon")
    deliver()
    assert mailbox.addresses == ["papa@example.org"]
    with school.session() as session:
        waits = session.scalars(select(Delivery).where(Delivery.address == "loft 3")).one()
        assert (waits.state, waits.attempts) == (DeliveryState.QUEUED, 0)
    page = school.as_("segreteria").get("/office/deliveries?state=queued")
    assert "il modulo che lo manda è spento" in page.text
    monkeypatch.setitem(school.platform.notice_channels, "trial:pigeon", channel)
    deliver()
    assert states()["loft 3"] is DeliveryState.SENT


def test_a_channel_that_fails_takes_neither_mails_nor_page_with_it(
    school, loft, publish, deliver, mailbox, monkeypatch
):
    def broken(_session, _some):
        raise LookupError

    channels = school.platform.notice_channels
    monkeypatch.setitem(channels, "trial:pigeon", replace(loft.channel(), addresses=broken))
    publish("papa")
    deliver()
    assert mailbox.addresses == ["papa@example.org"]
    # in development one is told
    school.as_("papa").get("/account/notices", status=500)
    monkeypatch.setattr(school.platform.plugins, "development", False)
    assert "Assenze" in school.as_("papa").get("/account/notices").text
    monkeypatch.setitem(channels, "trial:pigeon", replace(loft.channel(), sender=broken))
    publish("papa", key="trial:2")
    deliver()
    assert len(mailbox.accepted) == 2
    with school.session() as session:
        waits = session.scalars(select(Delivery).where(Delivery.address == "loft 3")).one()
        assert (waits.state, waits.attempts) == (DeliveryState.QUEUED, 1)


# ---- preferences ------------------------------------------------------------------------------


def preferences(browser):
    page = browser.get("/account/notices")
    return page, next(form for form in page.forms.values() if form.action == "/account/notices")


def ticked(form):
    return [box.value for box in form.fields.get("also", ()) if box.checked]


def test_it_is_offered_for_each_kind_to_whom_it_reaches(school, loft, publish, deliver):
    browser = school.as_("mamma")
    page, form = preferences(browser)
    assert "Le tue colombaie" in page.text
    assert ticked(form) == ["trial:pigeon trial:kind", "trial:pigeon trial:always"]
    for box, shown in zip(form.fields["also"], page.html.select("[name=also]"), strict=True):
        box.checked = shown["value"].endswith("quiet")
    form["kind-trial:kind"] = "digest"
    form.submit().follow()
    _, form = preferences(browser)
    assert ticked(form) == ["trial:pigeon trial:quiet"]
    assert form["kind-trial:kind"].value == "digest"
    for kind in ("trial:kind", "trial:quiet", "trial:always"):
        publish("mamma", key=kind, kind=kind)
    deliver()
    assert {message.text for message in loft.flown} == {"Compiti"}


def test_who_has_no_address_keeps_the_defaults_for_when_they_have_one(school, loft):
    assert loft
    page, form = preferences(school.as_("altra"))
    assert "also" not in form.fields
    assert "Le tue colombaie" in page.text
    form.submit().follow()
    with school.session() as session:
        assert session.scalars(select(NoticePreference.kind)).all() == []


def test_channels_and_kinds_that_nobody_declared_are_not_stored(school, loft):
    assert loft
    browser = school.as_("mamma")
    _, form = preferences(browser)
    fields = {
        "csrf_token": form["csrf_token"].value,
        "channel": ["trial:pigeon", "trial:owl"],
        "also": ["trial:owl trial:kind", "trial:pigeon nonsense", "x"],
        "kind-trial:kind": "now",
    }
    browser.post("/account/notices", fields, status=303)
    with school.session() as session:
        stored = session.execute(select(NoticePreference.channel, NoticePreference.kind)).all()
    # of the kind that was shown, the box was not ticked
    assert [tuple(row) for row in stored] == [("trial:pigeon", "trial:kind")]
