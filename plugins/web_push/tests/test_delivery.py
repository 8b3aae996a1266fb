"""From the event to the telephone, through a real push service that cannot read it."""

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey
from sqlalchemy import func, select, text

from registro_core.api import withdraw_notice
from registro_web_push.encoding import to_bytes, to_text
from registro_web_push.models import Device
from registro_web_push.services import addresses


def state(school):
    """State, tries and error of the one delivery by web push."""
    statement = text(
        "SELECT state, attempts, last_error FROM delivery WHERE channel = 'web_push:browser'"
    )
    with school.session() as session:
        return tuple(session.execute(statement).one())


def devices(school):
    with school.session() as session:
        return session.scalar(select(func.count()).select_from(Device))


def test_a_notice_arrives_and_only_the_telephone_can_read_it(
    school, push_service, telephone, subscribe, publish, deliver
):
    phone = telephone()
    answer = subscribe("mamma", phone)
    assert (answer.status_int, answer.location) == (303, "http://localhost/account/notices")
    publish("mamma", "papa")
    assert push_service.received == []
    deliver()
    (received,) = push_service.received
    assert received.path == phone.path
    shown = phone.read(received)
    assert shown == {
        "title": "Istituto di prova",
        # a locked screen is read by anybody: no name
        "body": "Nuova assenza",
        "link": "/students/1/absences?day=2026-11-24",
        "tag": received.headers["Topic"],
        "at": int(school.clock.now.timestamp() * 1000),
    }
    assert b"assenza" not in received.body
    assert state(school) == ("sent", 1, None)


def test_the_push_service_learns_who_sends_and_how_long_to_keep_it(
    school, push_service, telephone, subscribe, publish, deliver
):
    subscribe("mamma", telephone())
    publish("mamma")
    publish("mamma", key="trial:2", kind="trial:always")
    deliver()
    first, second = push_service.received
    assert first.headers["Content-Encoding"] == "aes128gcm"
    assert first.headers["TTL"] == "86400"
    assert (first.headers["Urgency"], second.headers["Urgency"]) == ("normal", "high")
    # RFC 8030, 5.4
    assert len(first.headers["Topic"]) <= 32
    # its length says nothing of what it says
    assert len(first.body) == len(second.body)
    scheme, _, parameters = first.headers["Authorization"].partition(" ")
    said = dict(part.strip().split("=", 1) for part in parameters.split(","))
    assert scheme == "vapid"
    point = to_bytes(said["k"])
    key = ECKey.import_key(
        {"kty": "EC", "crv": "P-256", "x": to_text(point[1:33]), "y": to_text(point[33:])}
    )
    signed = jwt.decode(said["t"], key, algorithms=["ES256"])
    assert signed.claims["aud"] == push_service.origin
    assert signed.claims["sub"] == "mailto:registro@localhost"
    browser = school.as_("mamma")
    csrf = browser.get("/account/web-push").html.select_one("[name=csrf_token]")["value"]
    shown = browser.post("/account/web-push/key", {"csrf_token": csrf}).json
    assert shown == {"key": said["k"]}


def test_a_correction_takes_the_place_of_what_it_corrects(
    school, push_service, telephone, subscribe, publish, deliver
):
    subscribe("mamma", telephone())
    subscribe("papa", telephone("due"))
    publish("mamma", "papa")
    deliver()
    with school.session() as session:
        assert withdraw_notice(session, "trial:1", school.clock.now)
    publish("mamma")
    publish("mamma", key="trial:2")
    deliver()
    topics = [
        received.headers["Topic"]
        for received in push_service.received
        if received.path == "/push/uno"
    ]
    assert topics[0] == topics[1] != topics[2]
    # nobody learns from the topic that two people were told the same
    assert len({received.headers["Topic"] for received in push_service.received}) == 3


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(
    school, push_service, telephone, subscribe, publish, deliver, status
):
    phone = telephone()
    subscribe("mamma", phone)
    push_service.answers[phone.path] = (status, {})
    publish("mamma")
    deliver()
    assert devices(school) == 0
    assert state(school) == ("skipped", 0, "no address any more")


@pytest.mark.once
@pytest.mark.parametrize(
    ("answer", "minutes"),
    [
        ((429, {"Retry-After": "1800"}), 30),
        ((503, {"Retry-After": "Tue, 24 Nov 2026 08:05:01 GMT"}), 1),
        ((500, {"Retry-After": "soon"}), 1),
        (None, 1),
    ],
)
def test_a_service_that_cannot_now_is_asked_again(
    school, push_service, telephone, subscribe, publish, deliver, answer, minutes
):
    phone = telephone()
    subscribe("mamma", phone)
    push_service.answers[phone.path] = answer
    publish("mamma")
    deliver()
    assert state(school)[:2] == ("queued", 1)
    push_service.clear()
    school.clock.advance(minutes=minutes, seconds=-1)
    deliver()
    assert push_service.received == []
    school.clock.advance(seconds=1)
    deliver()
    assert phone.read(push_service.received[0])["body"] == "Nuova assenza"
    assert state(school)[0] == "sent"


@pytest.mark.once
@pytest.mark.parametrize("status", [301, 400, 403, 413])
def test_a_refusal_is_the_offices(
    school, push_service, telephone, subscribe, publish, deliver, status
):
    phone = telephone()
    subscribe("mamma", phone)
    push_service.answers[phone.path] = (status, {"Location": f"{push_service.origin}/elsewhere"})
    publish("mamma")
    deliver()
    assert state(school) == ("dead", 1, f"the push service answered {status}")
    # no redirect is followed
    assert [received.path for received in push_service.received] == [phone.path]


def test_what_was_removed_meanwhile_gets_nothing(
    school, push_service, telephone, subscribe, publish, deliver
):
    phone = telephone()
    subscribe("mamma", phone)
    push_service.answers[phone.path] = (503, {})
    publish("mamma")
    deliver()
    page = school.as_("mamma").get("/account/notices")
    form = next(f for f in page.forms.values() if f.action == "/account/web-push/remove")
    form.submit(status=303)
    push_service.clear()
    school.clock.advance(minutes=1)
    deliver()
    assert push_service.received == []
    assert state(school)[0] == "skipped"


def test_each_device_of_each_person_is_told_and_asked_about_in_one_statement(
    school, telephone, subscribe, publish, deliver, push_service
):
    for number, name in enumerate(("mamma", "mamma", "mamma", "papa")):
        subscribe(name, telephone(str(number)))
    with school.queries() as seen, school.session() as session:
        found = addresses(session, list(school.people.values()))
    assert len(seen) == 1
    assert len(found[school.people["mamma"]]) == 3
    publish("mamma", "papa", "altra")
    deliver()
    assert sorted(one.path for one in push_service.received) == [f"/push/{n}" for n in range(4)]
