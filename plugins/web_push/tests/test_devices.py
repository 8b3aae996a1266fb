"""One's devices: adding, removing, and whose they are."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update

from registro_core.accounts.models import WebSession
from registro_core.audit.models import AuditEntry
from registro_core.cli import main
from registro_core.notices.models import NoticePreference
from registro_web_push.keys import PURPOSE, make_keys, signing_keys
from registro_web_push.models import Device, SigningKey
from registro_web_push.plugin import WORKER
from registro_web_push.privacy import erase_person, personal_data
from registro_web_push.services import MOST_DEVICES, forget_old


def owners(school):
    with school.session() as session:
        names = {number: name for name, number in school.people.items()}
        found = session.execute(select(Device.endpoint, Device.person_id))
        return {endpoint: names[person_id] for endpoint, person_id in found}


def test_devices_are_listed_by_name_and_day_and_removed(school, telephone, subscribe):
    subscribe("mamma", telephone())
    browser = school.as_("mamma")
    page = browser.get("/account/notices")
    assert "Firefox, Android" in page.text
    assert "24 novembre" in page.text or "24 nov" in page.text
    # the channel is offered for each kind, now that there is where to send
    assert page.html.select_one("[name=also][value='web_push:browser trial:absence'][checked]")
    form = next(f for f in page.forms.values() if f.action == "/account/web-push/remove")
    page = form.submit().follow()
    assert "Firefox, Android" not in page.text
    assert owners(school) == {}
    with school.session() as session:
        acts = session.scalars(
            select(AuditEntry.act).where(AuditEntry.act.startswith("web_push."))
        ).all()
        assert sorted(acts) == ["web_push.device.added", "web_push.device.removed"]


def test_nobody_removes_anothers(school, telephone, subscribe):
    phone = telephone()
    subscribe("mamma", phone)
    with school.session() as session:
        number = session.scalars(select(Device.id)).one()
    browser = school.as_("papa")
    csrf = browser.get("/account/web-push").html.select_one("[name=csrf_token]")["value"]
    for odd in (number, "x", "", "9" * 30, "²"):
        fields = {"csrf_token": csrf, "id": odd}
        browser.post("/account/web-push/remove", fields, status=404)
    assert owners(school) == {phone.endpoint: "mamma"}


def test_a_browser_is_one_persons(school, telephone, subscribe, publish, deliver, push_service):
    """The same telephone, used by another: the first one's notices come there no more."""
    phone = telephone()
    subscribe("mamma", phone)
    subscribe("mamma", phone)
    assert owners(school) == {phone.endpoint: "mamma"}
    publish("mamma")
    subscribe("altra", phone)
    assert owners(school) == {phone.endpoint: "altra"}
    deliver()
    assert push_service.received == []


@pytest.mark.once
def test_there_is_a_limit(school, telephone, subscribe):
    browser = school.as_("mamma")
    for number in range(MOST_DEVICES):
        assert subscribe("mamma", telephone(f"n{number}"), browser).status_int == 303
    answer = subscribe("mamma", telephone("troppo"), browser)
    assert answer.status_int == 422
    assert "troppi dispositivi" in answer.text
    assert len(owners(school)) == MOST_DEVICES


@pytest.mark.once
@pytest.mark.parametrize(
    "changed",
    [
        {"endpoint": ""},
        {"endpoint": "http://fcm.googleapis.com/x"},
        {"endpoint": "https://127.0.0.1/x"},
        {"endpoint": "https://[::1]/x"},
        {"endpoint": "https://localhost/x"},
        {"endpoint": "https://evil.example.org/fcm.googleapis.com"},
        {"endpoint": "https://fcm.googleapis.com.evil.org/x"},
        {"endpoint": "https://printer.local/x"},
        {"endpoint": "https://2130706433/x"},
        {"endpoint": "https://fcm.googleapis.com:22/x"},
        {"endpoint": "https://fcm.googleapis.com:99999/x"},
        {"endpoint": "https://a@fcm.googleapis.com/x"},
        {"endpoint": "https://fcm.googleapis.com/\r\nX: y"},
        {"endpoint": "https://fcm.googleapis.com/" + "x" * 1000},
        {"p256dh": "zz!"},
        {"p256dh": "BAAA"},
        {"p256dh": "B" + "A" * 86},
        {"auth": "AAAA"},
        {"auth": "é"},
    ],
    ids=str,
)
def test_what_is_no_subscription_is_refused(school, telephone, subscribe, changed):
    answer = subscribe("mamma", telephone(), **changed)
    assert answer.status_int == 422
    assert "indirizzo valido" in answer.text
    assert owners(school) == {}


@pytest.mark.once
def test_a_shared_computer_shows_nobodys_notices(school, telephone, subscribe):
    browser = school.as_("mamma")
    subscribe("mamma", telephone(), browser)
    with school.session() as session:
        session.execute(update(WebSession).values(shared=True))
    page = browser.get("/account/notices")
    assert "computer condiviso" in page.text
    assert "Attiva su questo dispositivo" not in page.text
    fields = {"csrf_token": page.html.select_one("[name=csrf_token]")["value"]}
    browser.post("/account/web-push/key", fields, status=403)
    fields |= telephone("due").fields()
    answer = browser.post("/account/web-push", fields, status=403)
    assert "Questo computer è condiviso" in answer.text
    assert len(owners(school)) == 1


@pytest.mark.once
def test_the_choice_of_kinds_holds(school, telephone, subscribe, publish, deliver, push_service):
    phone = telephone()
    subscribe("mamma", phone)
    page = school.as_("mamma").get("/account/notices")
    form = next(f for f in page.forms.values() if f.action == "/account/notices")
    for box in form.fields["also"]:
        box.checked = False
    form.submit().follow()
    publish("mamma")
    deliver()
    assert push_service.received == []
    with school.session() as session:
        assert set(session.scalars(select(NoticePreference.channel))) == {"web_push:browser"}


def test_a_persons_data_name_the_devices_and_erasing_forgets_them(school, telephone, subscribe):
    phone, other = telephone(), telephone("due")
    subscribe("mamma", phone)
    subscribe("papa", other)
    person_id = school.people["mamma"]
    with school.session() as session:
        (part,) = personal_data(session, person_id)
        assert [(row["device"], row["address"]) for row in part.rows] == [
            ("Firefox, Android", phone.endpoint)
        ]
        erase_person(session, person_id)
        assert personal_data(session, person_id) == []
    assert owners(school) == {other.endpoint: "papa"}


def test_devices_end_after_a_year(school, telephone, subscribe):
    subscribe("mamma", telephone())
    with school.session() as session:
        forget_old(session, school.clock.now)
        assert len(session.scalars(select(Device.id)).all()) == 1
    school.clock.advance(days=401)
    with school.session() as session:
        forget_old(session, school.clock.now)
        assert session.scalars(select(Device.id)).all() == []


# ---- the key ------------------------------------------------------------------------------


def test_the_key_is_made_once_and_kept_sealed(school):
    with school.session() as session:
        public = make_keys(session, school.clock.now)
        assert make_keys(session, school.clock.now) == public
        stored = session.scalars(select(SigningKey)).one()
        keys = signing_keys(session)
    assert keys.public == public
    assert keys.private.startswith("-----BEGIN PRIVATE KEY-----")
    assert "PRIVATE KEY" not in stored.sealed
    assert PURPOSE not in stored.sealed


def test_two_who_turn_it_on_at_once_make_one_key(school):
    def make(_number):
        with school.session() as session:
            return make_keys(session, school.clock.now)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(make, range(4)))) == 1


@pytest.mark.once
def test_the_command_makes_it_and_says_its_public_part(school, tmp_path, capsys):
    ini = tmp_path / "registro.ini"
    ini.write_text(
        "[app:main]\nuse = egg:registro\nregistro.plugins = web_push\n"
        f"registro.database_url = {school.url}\nregistro.data_dir = {tmp_path}\n"
    )
    said = []
    for _again in range(2):
        with pytest.raises(SystemExit) as ended:
            main(["-c", str(ini), "web-push", "keys"])
        assert ended.value.code == 0
        said.append(capsys.readouterr().out.strip())
    assert said[0] == said[1]
    assert len(said[0]) == 87


# ---- the service worker ---------------------------------------------------------------------


@pytest.mark.once
def test_the_worker_is_fetched_without_signing_in_and_holds_no_page(school):
    answer = school.anonymous().get(WORKER, status=200)
    assert answer.content_type == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-store"
    # its folder is its scope: no page of the register is in it
    assert "Service-Worker-Allowed" not in answer.headers
    assert "fetch" not in answer.text.replace("fetches", "")
